/// The refusal of a string as the name of a trace.
public struct InvalidTraceID: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name that was refused.
  public let name: String

  /// Says which name was refused and what was expected.
  public var description: String {
    let beginning = name.unicodeScalars.prefix(40).map { $0.escaped(asASCII: true) }.joined()
    return "trace id \"\(beginning)\" of \(name.utf8.count) bytes: "
      + "expected 1 to \(TraceID.maximumLength) visible ASCII characters"
  }
}
