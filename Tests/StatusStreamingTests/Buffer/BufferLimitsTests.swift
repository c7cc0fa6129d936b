import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("A buffer with limits")
struct BufferLimitsTests {
  private let answer = TraceOutcome.complete(FinalAnswer(text: "Done"))

  private func buffer(
    traces: Int? = nil, bytes: Int? = nil, capacity: Int = 10_000,
    overflow: StatusBuffer.Configuration.OverflowPolicy = .dropOldest,
    retention: Duration = .seconds(300), clock: some Clock<Duration> = ContinuousClock()
  ) -> StatusBuffer {
    StatusBuffer(
      configuration: .init(
        capacity: capacity, overflow: overflow, retention: retention,
        limits: .init(traces: traces, bytes: bytes)), clock: clock)
  }

  /// An update that counts as a number of bytes.
  private func update(_ bytes: Int) -> StatusUpdate {
    .thinking(String(repeating: "x", count: bytes - 64))
  }

  private func expect(
    _ code: BufferError.Code, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) {
    let error = #expect(throws: BufferError.self, sourceLocation: sourceLocation) { try body() }
    #expect(error?.code == code, sourceLocation: sourceLocation)
    for part in parts {
      #expect(error?.description.contains(part) == true, sourceLocation: sourceLocation)
    }
  }

  @Test("holds as many open traces as it may, and refuses the next by name")
  func openTraces() throws {
    let buffer = buffer(traces: 2)
    try buffer.open("a")
    try buffer.open("b")
    expect(.tooManyTraces, "trace 'c'", "limit on traces, 2") { try buffer.open("c") }
    #expect(buffer.traceCount == 2)
    #expect(buffer.changedTraces().traces == ["a", "b"])
    expect(.unknownTrace) { _ = try buffer.append(.thinking("x"), to: "c") }
    expect(.traceExists) { try buffer.open("a") }
    #expect(buffer.counters.refused.traces == 1)
    buffer.remove("a")
    try buffer.open("c")
    #expect(buffer.counters.traces == 2)
  }

  @Test("does not run an agent whose trace is refused")
  func refusedAgent() async throws {
    let buffer = buffer(traces: 1)
    try buffer.open("a")
    let error = await #expect(throws: BufferError.self) {
      try await buffer.withTrace("b") { _ in
        Issue.record("the agent runs")
        return FinalAnswer(text: "")
      }
    }
    #expect(error?.code == .tooManyTraces)
    #expect(buffer.traceCount == 1)
  }

  @Test("lets the trace that ended first make room for a new one, and viewers read it to its end")
  func finishedTracesMakeRoom() throws {
    let buffer = buffer(traces: 3)
    for trace in ["a", "b", "c"] as [TraceID] { try buffer.open(trace) }
    try buffer.append(.thinking("x"), to: "b")
    let reader = try buffer.reader(for: "b")
    try buffer.finish("b", with: answer)
    try buffer.finish("a", with: answer)
    try buffer.open("d")
    expect(.unknownTrace) { _ = try buffer.reader(for: "b") }
    #expect(try reader.events(after: .zero).count == 2)
    #expect(try buffer.events(of: "a", after: .zero, limit: 9).count == 1)
    try buffer.open("e")
    expect(.unknownTrace) { _ = try buffer.reader(for: "a") }
    expect(.tooManyTraces) { try buffer.open("f") }
  }

  @Test("keeps finished traces when the new one is refused for another reason")
  func unneededRoom() throws {
    let buffer = buffer(traces: 1)
    try buffer.open("a")
    try buffer.finish("a", with: answer)
    expect(.traceExists) { try buffer.open("a") }
    buffer.close()
    expect(.closed) { try buffer.open("b") }
    #expect(try buffer.events(of: "a", after: .zero, limit: 9).count == 1)
  }

  @Test("takes updates up to its bytes exactly, and refuses one byte more")
  func bytes() throws {
    let buffer = buffer(bytes: 1000)
    try buffer.open("a")
    try buffer.open("b")
    #expect(try buffer.append(update(600), to: "a") == 1)
    expect(.tooManyBytes, "trace 'b'", "401 more", "limit on bytes, 1000", "600 are in use") {
      try buffer.append(update(401), to: "b")
    }
    #expect(try buffer.append(update(400), to: "b") == 1)
    #expect(buffer.counters.bytes == 1000)
    expect(.tooManyBytes) { try buffer.publisher(for: "a").publish(update(64)) }
    #expect(try buffer.events(of: "a", after: .zero, limit: 9).count == 1)
    #expect(buffer.counters.refused.updates == 2)
    buffer.remove("b")
    #expect(buffer.counters.bytes == 600)
    #expect(try buffer.append(update(400), to: "a") == 2)
  }

  @Test("takes a batch whole or not at all")
  func batches() throws {
    let buffer = buffer(bytes: 300)
    try buffer.open("a")
    expect(.tooManyBytes) {
      try buffer.append(contentsOf: [update(100), update(100), update(101)], to: "a")
    }
    #expect(try buffer.events(of: "a", after: .zero, limit: 9).isEmpty)
    #expect(buffer.counters.bytes == 0)
    #expect(buffer.counters.refused.updates == 3)
    let batch = [update(100), update(100), update(100)]
    #expect(try buffer.append(contentsOf: batch, to: "a") == 3)
    #expect(try buffer.append(contentsOf: [], to: "a") == 3)
  }

  @Test("counts what is left after a trace has dropped its oldest, also within a batch")
  func dropping() throws {
    let buffer = buffer(bytes: 500, capacity: 2)
    try buffer.open("a")
    for _ in 1...10 { try buffer.append(update(250), to: "a") }
    #expect(buffer.counters.bytes == 500)
    expect(.tooManyBytes) { try buffer.append(update(251), to: "a") }
    try buffer.append(update(100), to: "a")
    #expect(buffer.counters.bytes == 350)
    try buffer.append(contentsOf: [update(400), update(300), update(200)], to: "a")
    #expect(buffer.counters.bytes == 500)
    let events = try buffer.events(of: "a", after: .zero, limit: 9)
    #expect(events.map(\.payload) == [.gap(lost: 12), .update(update(300)), .update(update(200))])
  }

  @Test("says that a trace is full before it says that the buffer is")
  func fullTrace() throws {
    let buffer = buffer(bytes: 100, capacity: 1, overflow: .refuse)
    try buffer.open("a")
    try buffer.append(update(100), to: "a")
    expect(.full) { try buffer.append(update(100), to: "a") }
    #expect(buffer.counters.refused.updates == 1)
    try buffer.finish("a", with: answer)
    expect(.traceFinished) { try buffer.append(update(100), to: "a") }
    #expect(buffer.counters.refused.updates == 1)
  }

  @Test("accepts the end of a trace however little room there is, and counts it")
  func ends() throws {
    let buffer = buffer(bytes: 100)
    try buffer.open("a")
    try buffer.append(update(100), to: "a")
    #expect(try buffer.finish("a", with: .failed(message: String(repeating: "y", count: 999))) == 2)
    let bytes = try #require(buffer.counters.bytes)
    #expect(bytes > 1_100)
    buffer.remove("a")
    #expect(buffer.counters.bytes == 0)
  }

  @Test("lets finished traces make room for an update, as many as it takes, if that is enough")
  func finishedBytesMakeRoom() throws {
    let buffer = buffer(bytes: 1000)
    for trace in ["a", "b", "c", "d"] as [TraceID] {
      try buffer.open(trace)
      try buffer.append(update(100), to: trace)
    }
    for trace in ["a", "b", "c"] as [TraceID] {
      try buffer.finish(trace, with: .failed(message: ""))
    }
    let finished = try #require(buffer.counters.bytes) - 100
    expect(.tooManyBytes) { try buffer.append(update(1001), to: "d") }
    expect(.tooManyBytes) { try buffer.append(update(901), to: "d") }
    #expect(buffer.traceCount == 4)
    try buffer.append(update(1000 - 100 - finished + 1), to: "d")
    #expect(buffer.changedTraces().traces.sorted { $0.rawValue < $1.rawValue } == ["b", "c", "d"])
    try buffer.append(update(finished / 3 * 2), to: "d")
    #expect(buffer.traceCount == 1)
    expect(.tooManyBytes) { try buffer.append(update(1000), to: "d") }
  }

  @Test("has nothing left when everything has gone, by expiry, removal or abandonment")
  func nothingLeft() throws {
    try simulate { sim in
      let buffer = buffer(bytes: 10_000, retention: .seconds(10), clock: sim.clock)
      for trace in ["a", "b", "c"] as [TraceID] {
        try buffer.open(trace)
        try buffer.append(
          .roadmap([RoadmapStep(id: 1, name: "Parse", description: "Read it")]), to: trace)
      }
      try buffer.finish("a", with: answer)
      let removed = try buffer.publisher(for: "b")
      buffer.remove("b")
      #expect(throws: BufferError.self) { try removed.publish(.thinking("late")) }
      try await sim.clock.sleep(for: .seconds(3601))
      // Looks at c, which is abandoned by now, and at what has expired.
      try buffer.open("d")
      buffer.remove("d")
      #expect(buffer.counters.openTraces == 0)
      try await sim.clock.sleep(for: .seconds(11))
      try buffer.open("e")
      buffer.remove("e")
      let counters = buffer.counters
      #expect(counters.traces == 0)
      #expect(counters.bytes == 0)
      #expect(counters.viewers == 0)
      #expect(counters.lag == .init())
    }
  }

  @Test("lets nothing in if a limit is zero or below", arguments: [0, -1, Int.min])
  func nothingAllowed(limit: Int) async throws {
    let traceless = buffer(traces: limit)
    expect(.tooManyTraces) { try traceless.open("a") }
    let useless = StatusBuffer(
      configuration: .init(limits: .init(viewers: limit, bytes: limit)))
    try useless.open("a")
    expect(.tooManyBytes) { try useless.append(.thinking(nil), to: "a") }
    try useless.finish("a", with: answer)
    var sink = CollectingSink()
    let delivery = await StatusMonitor(buffer: useless).deliver("a", to: &sink)
    #expect(delivery.ending.name == "bufferFailed(tooManyViewers)")
  }

  @Test("counts nothing that it was not asked to")
  func noLimits() throws {
    let buffer = buffer()
    try buffer.open("a")
    try buffer.append(.thinking("x"), to: "a")
    #expect(buffer.counters.bytes == nil)
  }

  @Test("counts an update as its texts and 64 bytes, and each step likewise")
  func updates() {
    #expect(StatusUpdate(status: .ok).storedByteCount == 64)
    #expect(StatusUpdate.thinking("Übung").storedByteCount == 70)
    let step = RoadmapStep(id: 1, name: "ab", description: "cde")
    #expect(StatusUpdate.roadmap([step, step], message: "m").storedByteCount == 65 + 2 * 69)
  }
}
