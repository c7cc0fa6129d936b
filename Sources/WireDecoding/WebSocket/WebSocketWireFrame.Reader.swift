extension WebSocketWireFrame {
  /// Which end of the connection reads the frames.
  public enum Reader: Sendable, Hashable {
    /// Reads a server's frames, which must not be masked (RFC 6455, section 5.1).
    case client
    /// Reads a client's frames, which must be masked.
    case server
  }
}
