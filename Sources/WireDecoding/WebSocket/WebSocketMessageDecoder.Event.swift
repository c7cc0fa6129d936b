extension WebSocketMessageDecoder {
  /// What the peer said.
  public enum Event: Sendable, Hashable {
    /// A text message, as valid UTF-8.
    case text([UInt8])
    /// A binary message.
    case binary([UInt8])
    /// A ping, which a pong with the same payload answers.
    case ping([UInt8])
    /// A pong.
    case pong([UInt8])
    /// The end, with a reason in valid UTF-8; 1005 stands for a Close frame without a code.
    case close(code: UInt16, reason: [UInt8])
  }
}
