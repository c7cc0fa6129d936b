import StatusConformance
import StatusStreaming

/// Bug: a trace has ended once its terminal event was offered, also where that was one too many for
/// the batch; what is offered again is then taken for late.
struct OfferedEndSink: StatusSink {
  private let wire: Wire
  private var encoder = JSONLinesEncoder()
  private var ended: Set<TraceID> = []

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    _ = try await send(contentsOf: EventBatch([event], of: event.trace))
  }

  mutating func send(contentsOf events: EventBatch) async throws -> Int {
    if ended.contains(events.trace) { return events.count }
    var bytes: [UInt8] = []
    let batch = Array(events.prefix(32))
    for event in batch { try encoder.encode(event, into: &bytes) }
    try await wire.write(bytes)
    if events.contains(where: \.payload.isTerminal) { ended.insert(events.trace) }
    return batch.count
  }

  mutating func close() async throws {
    var bytes: [UInt8] = []
    encoder.encodeClose(into: &bytes)
    if !bytes.isEmpty { try await wire.write(bytes) }
  }
}

/// Encodes an event while the one before it is written, whose error the next call throws.
///
/// Bug: `close()` waits for the last write, and does not ask what has become of it.
struct WriteBehindSink: StatusSink {
  private let wire: Wire
  private var encoder = EventStreamEncoder(profile: .resumable)
  private var pending: RunTask<Void>?

  init(_ wire: Wire) {
    self.wire = wire
  }

  mutating func send(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    try await begin(bytes)
  }

  mutating func heartbeat() async throws {
    var bytes: [UInt8] = []
    encoder.encodeHeartbeat(into: &bytes)
    if !bytes.isEmpty { try await begin(bytes) }
  }

  mutating func close() async throws {
    try? await finishWrite()
    pending = nil
  }

  private mutating func begin(_ bytes: [UInt8]) async throws {
    try await finishWrite()
    try Task.checkCancellation()
    let wire = wire
    pending = wire.spawn("the write") { try await wire.write(bytes) }
  }

  private func finishWrite() async throws {
    guard let pending else { return }
    try await withTaskCancellationHandler {
      try await pending.value
    } onCancel: {
      pending.cancel()
    }
  }
}
