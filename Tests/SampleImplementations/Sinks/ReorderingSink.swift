import StatusConformance
import StatusStreaming

/// Bug: an update without a step waits until one with a step has gone first.
struct ReorderingSink: StatusSink {
  let wire: Wire
  private var encoder = JSONLinesEncoder()
  private var waiting: [StreamEvent] = []

  init(wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    if case .update(let update) = event.payload, update.roadmapStepID == nil {
      waiting.append(event)
      return
    }
    var bytes: [UInt8] = []
    if event.payload.isTerminal { try release(into: &bytes) }
    try encoder.encode(event, into: &bytes)
    try release(into: &bytes)
    try await wire.write(bytes)
  }

  mutating func close() async throws {
    var bytes: [UInt8] = []
    try release(into: &bytes)
    encoder.encodeClose(into: &bytes)
    if !bytes.isEmpty { try await wire.write(bytes) }
  }

  private mutating func release(into bytes: inout [UInt8]) throws {
    for event in waiting { try encoder.encode(event, into: &bytes) }
    waiting = []
  }
}
