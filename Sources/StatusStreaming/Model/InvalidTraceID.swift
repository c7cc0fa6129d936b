/// The refusal of a string as the name of a trace.
public struct InvalidTraceID: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with a name.
  public enum Reason: Sendable, Hashable {
    /// The name has no characters.
    case empty
    /// The name has more bytes of UTF-8 than ``TraceID/maximumLength``.
    case tooLong(bytes: Int)
    /// The name holds a character that could break a line, a URL or a terminal.
    case forbidden(Unicode.Scalar)
  }

  /// The name that was refused.
  public let name: String
  /// What is wrong with it.
  public let reason: Reason

  /// Says which name was refused, why, and what was expected.
  public var description: String {
    let expected = "expected 1 to \(TraceID.maximumLength) bytes without white space or controls"
    switch reason {
    case .empty:
      return "trace id is empty: \(expected)"
    case .tooLong(let bytes):
      return "trace id of \(bytes) bytes beginning '\(name.prefix(16))': \(expected)"
    case .forbidden(let scalar):
      let visible = name.unicodeScalars.map { $0.isInvisible ? "\($0.escapedForm)" : "\($0)" }
      return "trace id '\(visible.joined())' holds \(scalar.escapedForm): \(expected)"
    }
  }
}
