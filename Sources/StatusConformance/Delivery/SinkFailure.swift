/// What a sink throws when a run breaks its connection.
struct SinkFailure: Error, CustomStringConvertible {
  /// What a person reads.
  var description: String { "connection reset" }
}
