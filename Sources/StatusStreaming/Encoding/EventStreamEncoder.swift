/// Encodes a trace as a stream of server-sent events (HTML Living Standard, section 9.2).
public struct EventStreamEncoder: StatusEncoder {
  /// What the stream carries besides the updates.
  public let profile: Profile
  /// The largest event in bytes, everything in its block included.
  public let maximumEventSize: Int

  private var connection = ConnectionState()

  /// Starts a response body to which nothing has been written.
  public init(profile: Profile, maximumEventSize: Int = .max) {
    self.profile = profile
    self.maximumEventSize = maximumEventSize
  }

  /// Appends the event's block; a terminal event of ``Profile/reference`` takes no bytes.
  public mutating func encode(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    try connection.check(event)
    switch event.payload {
    case .update(let update):
      let start = bytes.count
      bytes.append("data: ")
      update.appendJSON(to: &bytes, profile: .reference)
      bytes.append("\n\n")
      try bytes.limit(event, from: start, to: maximumEventSize)
    case .gap: throw StatusEncodingError(.unrepresentable, event)
    case .complete, .failed: break
    }
    connection.note(event)
  }

  /// Appends nothing: the profile has no heartbeat.
  public mutating func encodeHeartbeat(into bytes: inout [UInt8]) {}

  /// Appends nothing: the end of the body is the end of the stream.
  public mutating func encodeClose(into bytes: inout [UInt8]) {
    connection.end()
  }
}
