import StatusConformance
import StatusStreaming

/// Bug: a heartbeat begins the batch anew.
struct ForgetfulBatchSink: StatusSink {
  let wire: Wire
  private var batch: [UInt8] = []
  private var encoder = EventStreamEncoder(profile: .resumable)

  init(wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    try encoder.encode(event, into: &batch)
    if batch.count > 400 || event.payload.isTerminal { try await flush() }
  }

  mutating func heartbeat() async throws {
    batch = []
    encoder.encodeHeartbeat(into: &batch)
    try await flush()
  }

  mutating func close() async throws {
    try await flush()
  }

  private mutating func flush() async throws {
    if !batch.isEmpty { try await wire.write(batch) }
    batch = []
  }
}

/// Bug: the head of an event is written ahead, so that a heartbeat's blank line cuts it off.
struct HeadFirstSink: StatusSink {
  let wire: Wire
  private var hasHead = false
  private var hasEnded = false

  init(wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var encoder = EventStreamEncoder(profile: .resumable, reconnectionTime: nil)
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    let head = "event: update\n"
    // The next event is an update most of the time, so that its head can be there already.
    if hasHead {
      bytes = Array(text.replacing(head, with: "").utf8)
    }
    hasEnded = event.payload.isTerminal
    hasHead = !hasEnded
    try await wire.write(bytes + (hasHead ? Array(head.utf8) : []))
  }

  mutating func heartbeat() async throws {
    if !hasEnded { try await wire.write(Array(":\n\n".utf8)) }
  }
}
