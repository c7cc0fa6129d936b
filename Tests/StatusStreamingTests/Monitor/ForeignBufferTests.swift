import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Monitor of any buffer")
struct ForeignBufferTests {
  typealias Wakeup = StatusMonitor<ForeignBuffer, VirtualClock>.Wakeup

  private static let wakeups: [Wakeup] = [
    .polling(every: .milliseconds(50)), .polling(every: .seconds(9)), .onAppend,
  ]

  /// Publishes five updates within a second and finishes.
  private func publishFive(_ sim: Simulation, _ buffer: some StatusBuffering) async throws {
    try await buffer.open("a")
    for number in 1...5 {
      try await sim.clock.sleep(for: .milliseconds(200))
      _ = try await buffer.append(.thinking("\(number)"), to: "a")
    }
    _ = try await buffer.finish("a", with: .complete(FinalAnswer(text: "Done")))
  }

  @Test("delivers everything once, in order and to the end", arguments: wakeups)
  func delivery(wakeup: Wakeup) throws {
    try simulate { sim in
      for latency in [Duration.zero, .milliseconds(30)] {
        let buffer = ForeignBuffer(clock: sim.clock, latency: latency)
        sim.spawn("agent") {
          try await sim.clock.sleep(for: .seconds(3))
          try await publishFive(sim, buffer)
        }
        let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
        var sink = CollectingSink()
        let delivery = await monitor.deliver("a", to: &sink)
        #expect(delivery.ending.name == "finished")
        #expect(delivery.cursor == 6)
        #expect(sink.sequences == [1, 2, 3, 4, 5, 6])
        #expect(sink.closes == 1)
      }
    }
  }

  @Test("wakes at the append, with and without heartbeats in between")
  func waking() throws {
    for interval in [nil, .milliseconds(70)] as [Duration?] {
      try simulate { sim in
        let buffer = ForeignBuffer(clock: sim.clock)
        sim.spawn("agent") { try await publishFive(sim, buffer) }
        let monitor = StatusMonitor(
          buffer: buffer, wakeup: .onAppend, heartbeatInterval: interval, clock: sim.clock)
        var sink = TimingSink(clock: sim.clock)
        #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
        #expect(sink.milliseconds == [200, 400, 600, 800, 1_000, 1_000])
        #expect(sink.heartbeats == (interval == nil ? 0 : 10))
      }
    }
  }

  @Test("resumes after any event, and knows the end that a viewer has already", arguments: wakeups)
  func resuming(wakeup: Wakeup) throws {
    try simulate { sim in
      let buffer = ForeignBuffer(
        configuration: .init(capacity: 3, epoch: "b7"), clock: sim.clock)
      try await publishFive(sim, buffer)
      let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
      for (number, expected) in [
        [2, 3, 4, 5, 6], [2, 3, 4, 5, 6], [3, 4, 5, 6], [4, 5, 6], [5, 6], [6], [],
      ].enumerated() {
        var sink = CollectingSink()
        let cursor = Cursor(SequenceNumber(rawValue: number), in: "b7")
        let delivery = await monitor.deliver("a", after: cursor, to: &sink)
        #expect(delivery.ending.name == "finished")
        #expect(delivery.cursor == Cursor(6, in: "b7"))
        #expect(sink.sequences == expected)
        #expect(sink.isUntouched == expected.isEmpty)
      }
      for (cursor, code) in [(Cursor(7, in: "b7"), "cursorAhead"), (1, "otherEpoch")] {
        var sink = CollectingSink()
        let delivery = await monitor.deliver("a", after: cursor, to: &sink)
        #expect(delivery.ending.name == "bufferFailed(\(code))")
        #expect(sink.isUntouched)
      }
    }
  }

  @Test("waits for a trace as long as the buffer says", arguments: wakeups)
  func openTimeout(wakeup: Wakeup) throws {
    try simulate { sim in
      var buffer = ForeignBuffer(clock: sim.clock)
      buffer.openTimeout = .seconds(4)
      let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
      var sink = CollectingSink()
      #expect(
        await monitor.deliver("never", to: &sink).ending.name == "bufferFailed(unknownTrace)")
      #expect(sim.clock.now.nanoseconds == 4_000_000_000)
      #expect(sink.isUntouched)
    }
  }

  @Test("ends with what the buffer throws, and says where to resume", arguments: wakeups)
  func failure(wakeup: Wakeup) throws {
    try simulate { sim in
      let buffer = ForeignBuffer(clock: sim.clock, end: .milliseconds(500))
      sim.spawn("agent") { try? await publishFive(sim, buffer) }
      sim.spawn("other agent") {
        try await sim.clock.sleep(for: .milliseconds(700))
        try buffer.buffer.append(.thinking("unseen"), to: "a")
      }
      let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
      var sink = CollectingSink()
      let delivery = await monitor.deliver("a", to: &sink)
      #expect(delivery.ending.name == "bufferFailed(Unreachable())")
      #expect(delivery.cursor.number.rawValue == sink.sequences.last ?? 0)
      #expect(sink.closes == (sink.sequences.isEmpty ? 0 : 1))
    }
  }

  @Test("is cancelled at any moment, not failed by what the buffer throws then", arguments: wakeups)
  func cancellation(wakeup: Wakeup) throws {
    for instant in [10, 45, 210, 230, 405, 1_010, 1_100] {
      try simulate { sim in
        let buffer = ForeignBuffer(clock: sim.clock, latency: .milliseconds(30))
        sim.spawn("agent") { try await publishFive(sim, buffer) }
        let viewer = sim.spawn("viewer") {
          let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
          var sink = CollectingSink()
          let delivery = await monitor.deliver("a", to: &sink)
          return (delivery.ending.name, delivery.cursor.number.rawValue == sink.events.count)
        }
        try await sim.clock.sleep(for: .milliseconds(instant))
        viewer.cancel()
        #expect(await viewer.value == ("cancelled", true), "\(instant)")
      }
    }
  }

  @Test("polls a buffer that can't wake it")
  func polledOnly() async throws {
    let buffer = PolledBuffer()
    try buffer.open("a")
    _ = try buffer.finish("a", with: .failed(message: "end"))
    var sink = CollectingSink()
    #expect(await StatusMonitor(buffer: buffer).deliver("a", to: &sink).ending.name == "finished")
    #expect(sink.sequences == [1])
  }
}

/// When what is sent arrives.
private struct TimingSink: StatusSink {
  let clock: VirtualClock
  private(set) var milliseconds: [Int64] = []
  private(set) var heartbeats = 0

  init(clock: VirtualClock) {
    self.clock = clock
  }

  mutating func send(_ event: StreamEvent) {
    milliseconds.append(Int64(clock.now.nanoseconds) / 1_000_000)
  }

  mutating func heartbeat() { heartbeats += 1 }
}

/// A buffer that wakes nobody.
private struct PolledBuffer: StatusBuffering {
  let buffer = StatusBuffer()

  func open(_ trace: TraceID) throws { try buffer.open(trace) }

  func append(_ update: StatusUpdate, to trace: TraceID) throws -> SequenceNumber {
    try buffer.append(update, to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) throws -> SequenceNumber {
    try buffer.finish(trace, with: outcome)
  }

  func events(of trace: TraceID, after cursor: Cursor, limit: Int) throws -> [StreamEvent] {
    try buffer.events(of: trace, after: cursor, limit: limit)
  }

  func remove(_ trace: TraceID) { buffer.remove(trace) }
}
