public import StatusStreaming

extension Playback {
  /// What was written to one connection.
  public struct Connection: Sendable {
    /// The name of the file that the bytes are kept in.
    public let fileName: String
    /// What was written.
    public let format: Scenario.Format
    /// The bytes that got through.
    public let bytes: [UInt8]
    /// For each trace that of the last event that was delivered.
    public let cursors: [TraceID: Cursor]
    /// When the connection was made, from the beginning of the scenario.
    public let began: Duration
    /// When it was over.
    public let ended: Duration
    /// What was written, in order.
    public let writes: [Write]
    /// Why the delivery ended.
    public let ending: DeliveryEnding
  }
}
