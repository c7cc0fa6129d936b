/// Encodes a trace as WebSocket messages, for a server that frames for itself.
///
/// An update is a text message with its JSON; a gap, a completion, a failure and a cancellation are
/// objects with a `type`. After the terminal event comes Close: 1011 after a failure, else 1000.
public struct WebSocketMessageEncoder: Sendable {
  /// The largest message in bytes; a longer one is refused.
  public let maximumMessageSize: Int

  private var connection = ConnectionState()

  /// Starts a connection on which nothing has been sent.
  public init(maximumMessageSize: Int = .max) {
    self.maximumMessageSize = maximumMessageSize
  }

  /// Appends the payload of an event's text message.
  ///
  /// - Returns: the code to close with after the message; `nil` if more events can follow.
  /// - Throws: ``StatusEncodingError``, having appended nothing.
  public mutating func encode(
    _ event: borrowing StreamEvent, into payload: inout [UInt8]
  ) throws(StatusEncodingError) -> WebSocketCloseCode? {
    try connection.check(event)
    try event.checkDepth()
    let start = payload.count
    event.payload.appendTaggedJSON(to: &payload)
    try payload.limit(event, from: start, to: maximumMessageSize)
    connection.note(event)
    return event.payload.closeCode
  }

  /// Ends a connection before its terminal event.
  ///
  /// - Returns: the code to close with, "going away"; `nil` if the connection has ended already.
  public mutating func close() -> WebSocketCloseCode? {
    if connection.isEnded { return nil }
    connection.end()
    return .goingAway
  }
}

extension StreamEvent.Payload {
  /// The code to close a WebSocket with after this payload (RFC 6455, section 7.4.1).
  var closeCode: WebSocketCloseCode? {
    switch self {
    case .update, .gap: nil
    case .complete, .cancelled: .normalClosure
    case .failed: .internalError
    }
  }
}
