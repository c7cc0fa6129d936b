import StatusConformance
import StatusStreaming

/// Bug: the greeting is an update.
struct GreetingSink: StatusSink {
  let wire: Wire
  private var encoder = EventStreamEncoder(profile: .reference)
  private var hasGreeted = false

  init(wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    if !hasGreeted {
      hasGreeted = true
      try encoder.encode(
        StreamEvent(trace: event.trace, sequence: 1, payload: .update(.thinking("connected"))),
        into: &bytes)
    }
    try encoder.encode(event, into: &bytes)
    if !bytes.isEmpty { try await wire.write(bytes) }
  }
}
