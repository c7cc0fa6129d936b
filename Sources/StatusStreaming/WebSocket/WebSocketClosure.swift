/// Why a WebSocket is closed, as carried by a Close frame (RFC 6455, section 7.4).
public struct WebSocketCloseCode: RawRepresentable, Sendable, Hashable, ExpressibleByIntegerLiteral
{
  /// The number on the wire.
  public let rawValue: UInt16

  /// Wraps a number; whether it may be sent is ``isSendable``.
  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// Wraps a literal number; whether it may be sent is ``isSendable``.
  public init(integerLiteral value: UInt16) {
    self.rawValue = value
  }

  /// The purpose of the connection is fulfilled.
  public static let normalClosure: Self = 1000
  /// The server goes down or the client leaves the page.
  public static let goingAway: Self = 1001
  /// The peer broke the protocol.
  public static let protocolError: Self = 1002
  /// The peer sent a kind of data that can't be accepted.
  public static let unsupportedData: Self = 1003
  /// The peer sent a message inconsistent with its type, text that is not UTF-8 for example.
  public static let invalidPayload: Self = 1007
  /// The peer sent a message against a policy, with no better code for it.
  public static let policyViolation: Self = 1008
  /// The peer sent a message too big to process.
  public static let messageTooBig: Self = 1009
  /// The server met a condition that prevents it from fulfilling the request.
  public static let internalError: Self = 1011
  /// The server restarts (registered with IANA after the RFC).
  public static let serviceRestart: Self = 1012
  /// The server is overloaded (registered with IANA after the RFC).
  public static let tryAgainLater: Self = 1013

  /// Whether an endpoint may put the code into a Close frame: a registered code that is not
  /// reserved for local use, or one of the ranges for libraries (3000…) and applications (4000…).
  public var isSendable: Bool {
    switch rawValue {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}

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
