extension Scenario {
  /// The end of a connection in the middle of a write.
  public struct Cut: Sendable, Hashable {
    /// How many writes are accepted before.
    public var writes: Int
    /// How many bytes of the next write get through.
    public var bytes: Int
    /// How long it takes the viewer to connect again, resuming after the last whole event.
    public var pause: Duration

    /// Describes a cut.
    public init(afterWrites writes: Int, bytes: Int, pause: Duration) {
      self.writes = writes
      self.bytes = bytes
      self.pause = pause
    }
  }
}
