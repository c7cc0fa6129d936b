extension Playback {
  /// One write to a connection.
  public struct Write: Sendable, Hashable {
    /// When it began, from the beginning of the scenario.
    public let began: Duration
    /// When it was accepted; `nil` if it never was.
    public internal(set) var ended: Duration?
    /// Which of the connection's bytes got through.
    public let range: Range<Int>
    /// How many bytes were to be written.
    public let size: Int
  }
}
