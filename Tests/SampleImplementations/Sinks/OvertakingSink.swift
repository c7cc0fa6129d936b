import StatusConformance
import StatusStreaming

/// Bug: updates are gathered in threes and the end is not, so that it comes before the last ones.
struct OvertakingSink: StatusSink {
  let wire: Wire
  private var batch: [UInt8] = []
  private var count = 0

  init(wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var encoder = EventStreamEncoder(profile: .resumable)
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    if event.payload.isTerminal { return try await wire.write(bytes) }
    batch += bytes
    count += 1
    if count.isMultiple(of: 3) { try await flush() }
  }

  mutating func close() async throws {
    if !batch.isEmpty { try await flush() }
  }

  private mutating func flush() async throws {
    try await wire.write(batch)
    batch = []
  }
}
