/// The refusal of a `Last-Event-ID` that is no cursor.
public struct InvalidLastEventID: Error, Sendable, Hashable, CustomStringConvertible {
  /// What the client sent.
  public let value: String

  /// Says what the client sent and what was expected.
  public var description: String {
    let beginning = value.unicodeScalars.prefix(40).map { $0.escaped(asASCII: true) }.joined()
    return "Last-Event-ID \"\(beginning)\" of \(value.utf8.count) bytes: "
      + "expected a sequence number in decimal digits, or EPOCH-NUMBER"
  }
}
