/// Output that could not be written.
struct OutputError: Error, Hashable, CustomStringConvertible {
  /// Where to.
  let stream: String
  /// Why not.
  let reason: SystemError

  /// Says where to and why not.
  var description: String { "can't write to \(stream): \(reason)" }
}
