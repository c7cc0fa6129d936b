import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Sending events that are there together")
struct BatchedSendingTests {
  private func buffer(
    _ count: Int, message: String = "m", isFinished: Bool = true
  ) throws -> StatusBuffer {
    let buffer = StatusBuffer()
    try buffer.open("a")
    try buffer.append(contentsOf: (0..<count).map { .thinking("\(message) \($0)") }, to: "a")
    if isFinished { try buffer.finish("a", with: .complete(FinalAnswer(text: "Done"))) }
    return buffer
  }

  private func bytes(
    of buffer: StatusBuffer, by encoder: some StatusEncoder
  ) throws -> [UInt8] {
    var encoder = encoder
    var bytes: [UInt8] = []
    for event in try buffer.events(of: "a", after: 0, limit: .max) {
      try encoder.encode(event, into: &bytes)
    }
    return bytes
  }

  @Test("takes one write for many, with the same bytes")
  func backlog() async throws {
    let buffer = try buffer(9_000)
    var sink = EventStreamSink(profile: .resumable, writer: CollectingWriter())
    let delivery = await StatusMonitor(buffer: buffer).deliver("a", to: &sink)
    #expect(delivery.cursor == 9_001)
    #expect(sink.writer.writes.count <= 9_001 / 64 + 1)
    let isEqual = try sink.writer.writes.joined().elementsEqual(
      bytes(of: buffer, by: EventStreamEncoder(profile: .resumable)))
    #expect(isEqual)
  }

  @Test("bounds a write by its bytes")
  func largeEvents() async throws {
    let buffer = try buffer(40, message: String(repeating: "x", count: 30_000))
    var sink = WebSocketSink(writer: CollectingWriter())
    _ = await StatusMonitor(buffer: buffer).deliver("a", to: &sink)
    #expect(sink.writer.writes.allSatisfy { $0.count < 65_536 + 31_000 })
    #expect(sink.writer.writes.count == 14)
    let isEqual = try sink.writer.writes.joined().elementsEqual(
      bytes(of: buffer, by: WebSocketStatusEncoder()))
    #expect(isEqual)
  }

  @Test("counts no event of a failed write as delivered, and resumes with the first of them")
  func failingWrite() async throws {
    let buffer = try buffer(200)
    var sink = JSONLinesSink(writer: CollectingWriter(failingWrite: 2))
    let delivery = await StatusMonitor(buffer: buffer).deliver("a", to: &sink)
    #expect(delivery.ending.name == "sinkFailed(Broken())")
    #expect(delivery.cursor == 64)
    #expect(sink.writer.writes.count == 1)
  }

  /// Accepts as many at once as it says.
  private struct CountingSink: StatusSink {
    let accepts: Int
    var calls: [[Int]] = []
    var single: [Int] = []

    mutating func send(_ event: StreamEvent) async throws {
      single.append(event.sequence.rawValue)
    }

    mutating func send(contentsOf events: EventBatch) async throws -> Int {
      calls.append(events.map(\.sequence.rawValue))
      return accepts
    }
  }

  @Test("offers again what was not accepted")
  func partialAcceptance() async throws {
    var sink = CountingSink(accepts: 2)
    let delivery = await StatusMonitor(buffer: try buffer(4)).deliver("a", to: &sink)
    #expect(delivery.cursor == 5)
    #expect(sink.calls == [[1, 2, 3, 4, 5], [3, 4, 5], [5]])
    #expect(sink.single.isEmpty)
  }

  @Test("sends one by one what a sink takes none of", arguments: [0, -1])
  func noAcceptance(accepts: Int) async throws {
    var sink = CountingSink(accepts: accepts)
    let delivery = await StatusMonitor(buffer: try buffer(2)).deliver("a", to: &sink)
    #expect(delivery.ending.name == "finished")
    #expect(sink.single == [1, 2, 3])
  }

  @Test("takes a count that is too high for all that there is, and goes on", arguments: [4, .max])
  func excessiveAcceptance(accepts: Int) throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      try buffer.append(contentsOf: ["1", "2", "3"].map { .thinking($0) }, to: "a")
      let viewer = sim.spawn("viewer") {
        var sink = CountingSink(accepts: accepts)
        let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
        return (await monitor.deliver("a", to: &sink), sink.calls)
      }
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.append(.thinking("4"), to: "a")
      try buffer.finish("a", with: .complete(FinalAnswer(text: "Done")))
      let (delivery, calls) = await viewer.value
      #expect(delivery.ending.name == "finished")
      #expect(delivery.cursor == 5)
      #expect(calls == [[1, 2, 3], [4, 5]])
    }
  }

  /// Takes a second for each write, whatever becomes of its task.
  private struct SlowWriter: ByteWriter {
    let clock: VirtualClock
    var writes = 0

    mutating func write(_ bytes: [UInt8]) async throws {
      writes += 1
      let clock = clock
      try? await clock.sleep(for: .seconds(1))
    }
  }

  @Test("completes the write in progress when cancelled, and begins no other")
  func cancellation() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      try buffer.append(contentsOf: (0..<300).map { .thinking("\($0)") }, to: "a")
      let viewer = sim.spawn("viewer") {
        var sink = TerminalSink(writer: SlowWriter(clock: sim.clock))
        let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
        return (await monitor.deliver("a", to: &sink), sink.writer.writes)
      }
      try await sim.clock.sleep(for: .milliseconds(1_500))
      viewer.cancel()
      let (delivery, writes) = await viewer.value
      #expect(delivery.ending.name == "cancelled")
      #expect(delivery.cursor == 128)
      // The third is the footer's.
      #expect(writes == 3)
    }
  }

  @Test("batches of a foreign buffer's events hold what they were given")
  func foreignEvents() throws {
    let events = [
      StreamEvent.event(3, .gap(lost: 3)), .update(4, "x"), .complete(5),
    ]
    let batch = EventBatch(events, of: "run-1")
    #expect(Array(batch) == events)
    #expect(batch.count == 3)
    #expect(batch.first == events.first)
    #expect(EventBatch([], of: "run-1").isEmpty)
  }

  @Test("a batch begins with the event that its iteration begins with", arguments: [0, 7, 8, 300])
  func first(cursor: Int) throws {
    let buffer = StatusBuffer(configuration: .init(capacity: 500))
    try buffer.open("a")
    try buffer.append(contentsOf: (1...505).map { .thinking("\($0)") }, to: "a")
    try buffer.finish("a", with: .failed(message: "x"))
    let reader = try buffer.reader(for: "a")
    let batch = try reader.events(after: Cursor(SequenceNumber(rawValue: cursor)))
    #expect(batch.first == Array(batch).first)
  }
}
