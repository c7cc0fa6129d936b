extension WebSocketFramer {
  /// Which end of the connection writes the frames.
  public enum Role: Sendable {
    /// The server's frames are unmasked (RFC 6455, section 5.1).
    case server
    /// The client's frames are masked, each with a key of its own (section 5.3).
    ///
    /// The closure is asked for one key per frame, whose most significant byte goes first. Outside
    /// of tests the keys must be unpredictable.
    case client(nextMaskingKey: @Sendable () -> UInt32)
  }
}
