extension WebSocketFramer {
  /// What an endpoint says on a WebSocket, before it is framed.
  public enum Message: Sendable, Hashable {
    /// A text message; its payload is UTF-8.
    case text([UInt8])
    /// A binary message.
    case binary([UInt8])
    /// A ping with at most 125 bytes, which the peer sends back.
    case ping([UInt8])
    /// A pong with at most 125 bytes.
    case pong([UInt8])
    /// The end, with a reason of at most 123 bytes that needs a code.
    case close(WebSocketCloseCode?, reason: String)
  }
}
