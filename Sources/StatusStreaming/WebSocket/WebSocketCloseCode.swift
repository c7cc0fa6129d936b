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
