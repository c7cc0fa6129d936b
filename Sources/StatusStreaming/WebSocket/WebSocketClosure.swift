/// How the client's side of a WebSocket ended, which is also why nothing more can be sent to it.
public struct WebSocketClosure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What ended it.
  public enum Cause: Sendable, Hashable {
    /// The client sent Close: of its own accord, or as the answer to one.
    case closed
    /// The client did what RFC 6455 forbids, and was told so by the ``WebSocketClosure/code``.
    case violation
    /// The bytes ended without a Close.
    case lost
  }

  /// What ended it.
  public let cause: Cause
  /// The code as the API of browsers would show it: 1005 for a Close without one, and 1006 if there
  /// was none (RFC 6455, section 7.1.5).
  public let code: WebSocketCloseCode
  /// The client's words, or what it did wrong.
  public let reason: String

  init(_ cause: Cause, _ code: WebSocketCloseCode, _ reason: String) {
    self.cause = cause
    self.code = code
    self.reason = reason
  }

  /// What happened, in one sentence.
  public var description: String {
    let details = reason.unicodeScalars.prefix(123).map { $0.escaped() }.joined()
    let words = details.isEmpty ? "" : ": \(details)"
    return switch cause {
    case .closed: "The client closed the connection with \(code.rawValue)\(words)."
    case .violation: "The client broke the protocol: \(details) (\(code.rawValue))."
    case .lost: "The connection ended without a Close."
    }
  }
}
