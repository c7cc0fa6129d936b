import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Counters of viewers")
struct CountersTests {
  private func buffer(
    _ sim: Simulation, viewers: Int? = nil, capacity: Int = 10_000
  ) -> StatusBuffer {
    StatusBuffer(
      configuration: .init(capacity: capacity, limits: .init(viewers: viewers)), clock: sim.clock)
  }

  private func slowSink(_ sim: Simulation, _ latency: Duration) -> CollectingSink {
    CollectingSink(latency: .stubborn(latency, sim.clock))
  }

  private func slowViewerOfAll(
    _ buffer: StatusBuffer, in sim: Simulation
  ) -> SimulatedTask<String, Never> {
    sim.spawn("viewer of all") {
      var sink = slowSink(sim, .seconds(10))
      return await StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
        .deliverAll(to: &sink).ending.name
    }
  }

  @Test("let in as many viewers as may be, and refuse the next by name with its sink untouched")
  func limit() throws {
    try simulate { sim in
      let buffer = buffer(sim, viewers: 2)
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      try buffer.open("a")
      let viewers = ["a", "b"].map { trace in
        sim.spawn("viewer of \(trace)") {
          var sink = CollectingSink()
          return await monitor.deliver(TraceID(stringLiteral: trace), to: &sink).ending.name
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      #expect(buffer.counters.viewers == 2)
      var sink = CollectingSink()
      let refused = await monitor.deliver("a", to: &sink)
      guard case .bufferFailed(let error as BufferError) = refused.ending else {
        Issue.record("\(refused)")
        return
      }
      #expect(error.code == .tooManyViewers)
      #expect(error.description.contains("trace 'a'"))
      #expect(error.description.contains("limit on viewers, 2"))
      let ofAll = await monitor.deliverAll(to: &sink)
      #expect(ofAll.ending.name == "bufferFailed(tooManyViewers)")
      await #expect(throws: BufferError.self) { for try await _ in buffer.events(of: "a") {} }
      #expect(sink.isUntouched)
      #expect(buffer.counters.refused.viewers == 3)
      // Who would not get a place if there was one is not refused for want of it.
      for (trace, id, status) in [
        ("gone", nil, 404), ("gone", "3", 410), ("a", "9", 409), ("a", "x-1", 409), ("a", nil, 503),
      ] as [(String, String?, Int)] {
        guard case .answer(let answer) = await monitor.admit(trace, lastEventID: id) else {
          Issue.record("\(trace) is admitted")
          continue
        }
        #expect(answer.status == status, "\(trace) \(id ?? "")")
      }
      #expect(buffer.counters.refused.viewers == 4)

      try buffer.finish("a", with: .failed(message: ""))
      #expect(await viewers[0].value == "finished")
      #expect(buffer.counters.viewers == 1)
      #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
      viewers[1].cancel()
      #expect(await viewers[1].value == "cancelled")
      #expect(buffer.counters.viewers == 0)
    }
  }

  @Test("count a viewer until its delivery returns, however it ends")
  func endings() throws {
    try simulate { sim in
      let buffer = buffer(sim)
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      try buffer.open("a")
      try buffer.append(.thinking("x"), to: "a")
      var failing = CollectingSink(failingSend: 1)
      #expect(await monitor.deliver("a", to: &failing).ending.name == "sinkFailed(Broken())")
      var sink = CollectingSink()
      let ahead = await monitor.deliver("a", after: 7, to: &sink)
      #expect(ahead.ending.name == "bufferFailed(cursorAhead)")
      let unknown = await monitor.deliver("z", to: &sink)
      #expect(unknown.ending.name == "bufferFailed(unknownTrace)")
      #expect(buffer.counters.viewers == 0)
      #expect(buffer.counters.sent == 0)
      #expect(buffer.counters.lag == .init())
    }
  }

  @Test("count a sequence while it is iterated, and no longer when it is dropped")
  func sequences() throws {
    try simulate { sim in
      let buffer = buffer(sim, viewers: 1)
      try buffer.open("a")
      try buffer.append(contentsOf: [.thinking("x"), .thinking("y")], to: "a")
      let events = buffer.events(of: "a")
      let idle = events.makeAsyncIterator()
      #expect(buffer.counters.viewers == 0)
      for try await event in events where event.sequence == 1 {
        #expect(buffer.counters.viewers == 1)
        #expect(buffer.counters.lag.events == 1)
        break
      }
      #expect(buffer.counters.viewers == 0)
      withExtendedLifetime(idle) {}

      let reader = sim.spawn("reader") { for try await _ in events {} }
      try await sim.clock.sleep(for: .seconds(1))
      #expect(buffer.counters.viewers == 1)
      reader.cancel()
      _ = try? await reader.value
      #expect(buffer.counters.viewers == 0)

      try buffer.finish("a", with: .failed(message: ""))
      var iterator = events.makeAsyncIterator()
      while try await iterator.next() != nil {}
      #expect(buffer.counters.viewers == 0)
      #expect(try await iterator.next() == nil)
      var wrong = buffer.events(of: "a", after: 9).makeAsyncIterator()
      await #expect(throws: BufferError.self) { try await wrong.next() }
      #expect(buffer.counters.viewers == 0)
      #expect(buffer.counters.sent == 1 + 2 + 3)
      withExtendedLifetime((iterator, wrong)) {}
    }
  }

  @Test("tell how far the slowest viewer is behind, in events and in time")
  func lag() throws {
    try simulate { sim in
      let buffer = buffer(sim)
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      try buffer.open("a")
      for latency in [0, 10] {
        sim.spawn("viewer \(latency)") {
          var sink = slowSink(sim, .seconds(latency))
          _ = await monitor.deliver("a", to: &sink)
        }
      }
      for _ in 1...4 {
        try await sim.clock.sleep(for: .seconds(1))
        try buffer.append(.thinking("x"), to: "a")
      }
      // Published at 1, 2, 3 and 4 s; the slow one has been writing the first since.
      try await sim.clock.sleep(for: .milliseconds(500))
      #expect(buffer.counters.lag.events == 4)
      #expect(buffer.counters.lag.time == .milliseconds(3_500))
      #expect(buffer.counters.sent == 4)
      try await sim.clock.sleep(for: .seconds(7))
      // At 11.5 s it has the first.
      #expect(buffer.counters.lag.events == 3)
      #expect(buffer.counters.lag.time == .milliseconds(9_500))
      #expect(buffer.counters.sent == 5)
      try buffer.finish("a", with: .failed(message: ""))
      try await sim.clock.sleep(for: .seconds(100))
      let counters = buffer.counters
      #expect(counters.sent == 10)
      #expect(counters.viewers == 0)
      #expect(counters.lag == .init())
    }
  }

  @Test("count the gaps that viewers are told of, and what was dropped as not yet sent")
  func gaps() throws {
    try simulate { sim in
      let buffer = buffer(sim, capacity: 2)
      try buffer.open("a")
      sim.spawn("viewer") {
        var sink = slowSink(sim, .seconds(10))
        _ = await StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
          .deliver("a", to: &sink)
      }
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.append(.thinking("1"), to: "a")
      try await sim.clock.sleep(for: .seconds(1))
      for number in 2...9 { try buffer.append(.thinking("\(number)"), to: "a") }
      #expect(buffer.counters.lag.events == 9)
      #expect(buffer.counters.gaps == 0)
      try await sim.clock.sleep(for: .seconds(100))
      let counters = buffer.counters
      #expect(counters.gaps == 1)
      #expect(counters.sent == 4)
      #expect(counters.lag.events == 0)
      #expect(counters.viewers == 1)
      try buffer.finish("a", with: .failed(message: ""))
    }
  }

  @Test("add up what a viewer of all traces is behind, also in traces that it has not seen yet")
  func viewerOfAll() throws {
    try simulate { sim in
      let buffer = buffer(sim)
      let viewer = slowViewerOfAll(buffer, in: sim)
      try buffer.open("a")
      try buffer.append(.thinking("x"), to: "a")
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.append(.thinking("y"), to: "a")
      try buffer.open("b")
      try buffer.append(contentsOf: [.thinking("x"), .thinking("y")], to: "b")
      try buffer.open("c")
      try buffer.append(.thinking("x"), to: "c")
      try buffer.finish("c", with: .failed(message: ""))
      buffer.remove("c")
      #expect(buffer.counters.viewers == 1)
      #expect(buffer.counters.lag.events == 2 + 2 + 2)
      try await sim.clock.sleep(for: .seconds(100))
      #expect(buffer.counters.lag == .init())
      #expect(buffer.counters.sent == 6)
      try buffer.finish("a", with: .failed(message: ""))
      buffer.remove("b")
      buffer.close()
      #expect(await viewer.value == "finished")
      buffer.remove("a")
      let counters = buffer.counters
      #expect(counters.traces == 0)
      #expect(counters.viewers == 0)
      #expect(counters.lag == .init())
      #expect(counters.sent == 7)
    }
  }

  @Test("count runs under one id apart, of which a viewer of all traces has one still before it")
  func reusedTrace() throws {
    try simulate { sim in
      let buffer = buffer(sim)
      let viewer = slowViewerOfAll(buffer, in: sim)
      for _ in 1...3 {
        try buffer.open("a")
        try buffer.append(.thinking("x"), to: "a")
        try await sim.clock.sleep(for: .seconds(1))
        try buffer.finish("a", with: .failed(message: ""))
        buffer.remove("a")
      }
      #expect(buffer.counters.lag.events == 6)
      try await sim.clock.sleep(for: .seconds(12))
      #expect(buffer.counters.lag.events == 5)
      buffer.close()
      #expect(await viewer.value == "finished")
      #expect(buffer.counters.sent == 6)
    }
  }
}
