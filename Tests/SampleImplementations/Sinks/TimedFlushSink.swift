import StatusConformance
import StatusStreaming

/// Bug: a timer writes what has been gathered, and then throws away all that has been gathered until
/// its write is done.
actor TimedFlushSink: StatusSink {
  private let wire: Wire
  private var encoder = JSONLinesEncoder()
  private var gathered: [UInt8] = []
  private var isFlushing = false
  private var hasTimer = false
  private var failure: (any Error)?

  init(wire: Wire) {
    self.wire = wire
  }

  func send(_ event: StreamEvent) async throws {
    if let failure { throw failure }
    try Task.checkCancellation()
    try encoder.encode(event, into: &gathered)
    if event.payload.isTerminal || gathered.count > 4_096 { return try await flush() }
    if hasTimer { return }
    hasTimer = true
    wire.spawn("flush timer") {
      try await self.wire.clock.sleep(for: .milliseconds(100))
      await self.timerFired()
    }
  }

  func close() async throws {
    encoder.encodeClose(into: &gathered)
    try await flush()
  }

  private func timerFired() async {
    hasTimer = false
    try? await flush()
  }

  private func flush() async throws {
    while isFlushing { try await wire.clock.sleep(for: .milliseconds(5)) }
    if let failure { throw failure }
    if gathered.isEmpty { return }
    isFlushing = true
    defer { isFlushing = false }
    do {
      try await wire.write(gathered)
      gathered = []
    } catch {
      failure = error
      throw error
    }
  }
}

/// Bug: what is accepted of a batch before a write fails is told as if the rest were to come.
struct PartialBatchSink: StatusSink {
  let wire: Wire
  private var encoder = JSONLinesEncoder()

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await wire.write(bytes)
  }

  mutating func send(contentsOf events: EventBatch) async throws -> Int {
    var accepted = 0
    for event in events {
      do {
        try await send(event)
      } catch {
        if accepted == 0 { throw error }
        break
      }
      accepted += 1
    }
    return accepted
  }

  mutating func close() async throws {
    var bytes: [UInt8] = []
    encoder.encodeClose(into: &bytes)
    if !bytes.isEmpty { try await wire.write(bytes) }
  }
}
