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
    /// Why the delivery ended.
    public let ending: DeliveryEnding
  }
}
