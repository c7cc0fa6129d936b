import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("A draining buffer")
struct DrainTests {
  private func open(_ sim: Simulation, updates: Int) throws -> StatusBuffer {
    let buffer = StatusBuffer(clock: sim.clock)
    try buffer.open("a")
    try buffer.append(contentsOf: (0..<updates).map { .thinking("\($0)") }, to: "a")
    return buffer
  }

  private struct Seen: Sendable {
    var ending: String
    var cursor: Cursor
    var events: Int
    var closes: Int
    var at: Duration
  }

  private func watch(
    _ buffer: StatusBuffer, _ trace: TraceID = "a", in sim: Simulation,
    wakeup: StatusMonitor<StatusBuffer, VirtualClock>.Wakeup = .onAppend,
    heartbeats: Duration? = nil, latency: Duration = .zero
  ) -> SimulatedTask<Seen, Never> {
    sim.spawn("viewer of \(trace)") {
      var sink = CollectingSink(latency: .stubborn(latency, sim.clock))
      let start = VirtualClock.Instant.zero
      let delivery = await StatusMonitor(
        buffer: buffer, wakeup: wakeup, heartbeatInterval: heartbeats, clock: sim.clock
      ).deliver(trace, to: &sink)
      return Seen(
        ending: delivery.ending.name, cursor: delivery.cursor, events: sink.events.count,
        closes: sink.closes, at: start.duration(to: sim.clock.now))
    }
  }

  @Test("sends waiting viewers away at once, with what there is and a proper close")
  func waiting() throws {
    try simulate { sim in
      let buffer = try open(sim, updates: 3)
      let viewers = [
        watch(buffer, in: sim), watch(buffer, in: sim, heartbeats: .seconds(15)),
      ]
      let early = watch(buffer, "b", in: sim)
      try await sim.clock.sleep(for: .seconds(5))
      #expect(await buffer.drain(within: .seconds(60)) == .allGone)
      #expect(sim.clock.now == .zero.advanced(by: .seconds(5)))
      for viewer in viewers {
        let seen = await viewer.value
        #expect(seen.ending == "draining")
        #expect(seen.cursor == 3)
        #expect(seen.events == 3)
        #expect(seen.closes == 1)
      }
      let seen = await early.value
      #expect(seen.ending == "draining")
      #expect(seen.cursor == .zero)
      #expect(seen.closes == 1)
      #expect(buffer.counters.viewers == 0)
    }
  }

  @Test(
    "sends viewers away that poll, at their next look or within a second",
    arguments: [
      Duration.milliseconds(50), .milliseconds(900), .seconds(3_600), .seconds(Int64.max),
    ])
  func polling(interval: Duration) throws {
    try simulate { sim in
      let buffer = try open(sim, updates: 1)
      let viewer = watch(
        buffer, in: sim, wakeup: .polling(every: interval))
      try await sim.clock.sleep(for: .milliseconds(20))
      #expect(await buffer.drain(within: .seconds(2)) == .allGone)
      let seen = await viewer.value
      #expect(seen.ending == "draining")
      #expect(seen.at <= .seconds(1))
    }
  }

  @Test("lets a slow viewer have all there is before the deadline, and an end if there is one")
  func slow() throws {
    try simulate { sim in
      let buffer = try open(sim, updates: 5)
      try buffer.open("b")
      try buffer.append(.thinking("x"), to: "b")
      try buffer.finish("b", with: .failed(message: ""))
      let slow = watch(buffer, in: sim, latency: .seconds(1))
      let finished = watch(buffer, "b", in: sim, latency: .seconds(1))
      await sim.step()
      #expect(await buffer.drain(within: .seconds(60)) == .allGone)
      let seen = await slow.value
      #expect(seen.ending == "draining")
      #expect(seen.events == 5)
      #expect(seen.at == .seconds(5))
      #expect(await finished.value.ending == "finished")
    }
  }

  @Test("begins no write after the deadline; who is in one ends after it")
  func late() throws {
    try simulate { sim in
      let buffer = try open(sim, updates: 100)
      let viewer = watch(buffer, in: sim, latency: .seconds(2))
      await sim.step()
      #expect(await buffer.drain(within: .seconds(7)) == .deadlinePassed(viewers: 1))
      #expect(buffer.counters.viewers == 1)
      let seen = await viewer.value
      #expect(seen.ending == "draining")
      #expect(seen.events == 4)
      #expect(seen.cursor == 4)
      #expect(seen.at == .seconds(8))
      #expect(seen.closes == 1)
      #expect(buffer.counters.viewers == 0)
    }
  }

  @Test("returns at its deadline although a write never does")
  func stalled() throws {
    try simulate { sim in
      let buffer = try open(sim, updates: 1)
      let viewer = watch(buffer, in: sim, latency: .seconds(1_000_000))
      await sim.step()
      #expect(await buffer.drain(within: .seconds(3)) == .deadlinePassed(viewers: 1))
      viewer.cancel()
      #expect(await viewer.value.ending == "cancelled")
    }
  }

  @Test("waits for nothing if there is no time, and for ever if there is no deadline")
  func extremes() throws {
    for time in [Duration.zero, .seconds(-5), .seconds(Int64.min)] {
      try simulate { sim in
        let buffer = try open(sim, updates: 2)
        let viewer = watch(buffer, in: sim, latency: .seconds(1))
        await sim.step()
        await sim.step()
        #expect(await buffer.drain(within: time) == .deadlinePassed(viewers: 1))
        #expect(await viewer.value.events == 1)
      }
    }
    for time in [nil, Duration.seconds(Int64.max)] {
      try simulate { sim in
        let buffer = try open(sim, updates: 2)
        let viewer = watch(buffer, in: sim, latency: .seconds(1_500))
        await sim.step()
        #expect(await buffer.drain(within: time) == .allGone)
        #expect(await viewer.value.events == 2)
      }
    }
  }

  @Test("returns at once if nobody is there")
  func nobody() async {
    #expect(await StatusBuffer().drain(within: nil) == .allGone)
    #expect(await StatusBuffer().drain(within: .zero) == .allGone)
  }

  @Test("refuses viewers and new traces by name, and leaves agents what they have")
  func refusals() throws {
    try simulate { sim in
      let buffer = try open(sim, updates: 1)
      #expect(!buffer.isDraining)
      await buffer.drain(within: nil)
      #expect(buffer.isDraining)
      var sink = CollectingSink()
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      #expect(await monitor.deliver("a", to: &sink).ending.name == "bufferFailed(draining)")
      #expect(await monitor.deliverAll(to: &sink).ending.name == "bufferFailed(draining)")
      var iterator = buffer.events(of: "a").makeAsyncIterator()
      let error = await #expect(throws: BufferError.self) { try await iterator.next() }
      #expect(error?.code == .draining)
      #expect(sink.isUntouched)
      let refused = #expect(throws: BufferError.self) { try buffer.open("b") }
      #expect(refused?.code == .closed)
      #expect(try buffer.append(.thinking("more"), to: "a") == 2)
      #expect(try buffer.finish("a", with: .failed(message: "")) == 3)
      #expect(try buffer.events(of: "a", after: .zero, limit: 9).count == 3)
      #expect(buffer.counters.refused == .init(traces: 1, viewers: 3))
    }
  }

  @Test("ends sequences with an error once they have handed out what there is")
  func sequences() throws {
    try simulate { sim in
      let buffer = try open(sim, updates: 300)
      let reader = sim.spawn("reader") { () -> (Int, BufferError.Code?) in
        var count = 0
        do {
          for try await _ in buffer.events(of: "a") { count += 1 }
          return (count, nil)
        } catch {
          return (count, (error as? BufferError)?.code)
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.append(.thinking("last"), to: "a")
      #expect(await buffer.drain(within: .seconds(1)) == .allGone)
      let (count, code) = await reader.value
      #expect(code == .draining)
      #expect(count == 301)
    }
  }

  @Test("sends viewers of all traces away, finished if all traces are", arguments: [true, false])
  func viewerOfAll(isFinished: Bool) throws {
    try simulate { sim in
      let buffer = try open(sim, updates: 3)
      if isFinished { try buffer.finish("a", with: .failed(message: "")) }
      let viewer = sim.spawn("viewer") {
        var sink = CollectingSink(latency: .stubborn(.seconds(1), sim.clock))
        let delivery = await StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
          .deliverAll(to: &sink)
        return (delivery.ending.name, sink.events.count)
      }
      try await sim.clock.sleep(for: .milliseconds(1_500))
      try buffer.open("b")
      try buffer.append(.thinking("x"), to: "b")
      if isFinished { try buffer.finish("b", with: .failed(message: "")) }
      #expect(await buffer.drain(within: nil) == .allGone)
      let (ending, count) = await viewer.value
      #expect(ending == (isFinished ? "finished" : "draining"))
      #expect(count == (isFinished ? 6 : 4))
    }
  }

  @Test("may be asked twice: the earliest deadline counts for viewers, its own for each caller")
  func twice() throws {
    try simulate { sim in
      let buffer = try open(sim, updates: 100)
      let viewer = watch(buffer, in: sim, latency: .seconds(2))
      await sim.step()
      let first = sim.spawn("first") { await buffer.drain(within: .seconds(60)) }
      let third = sim.spawn("third") { await buffer.drain(within: nil) }
      try await sim.clock.sleep(for: .seconds(1))
      #expect(await buffer.drain(within: .seconds(2)) == .deadlinePassed(viewers: 1))
      #expect(await viewer.value.at == .seconds(4))
      #expect(await first.value == .allGone)
      #expect(await third.value == .allGone)
      #expect(await buffer.drain(within: .zero) == .allGone)
    }
  }

  @Test("goes on when the task that asked for it is cancelled")
  func cancelled() throws {
    try simulate { sim in
      let buffer = try open(sim, updates: 10)
      let viewer = watch(buffer, in: sim, latency: .seconds(1))
      await sim.step()
      let drain = sim.spawn("drain") { await buffer.drain(within: .seconds(5)) }
      try await sim.clock.sleep(for: .seconds(2))
      drain.cancel()
      #expect(await drain.value == .cancelled(viewers: 1))
      #expect(await viewer.value.at == .seconds(5))
    }
  }

  @Test("is found out by a viewer wherever it is, under every schedule")
  func schedules() throws {
    try explore(.random(seeds: 0..<300)) { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      sim.spawn("agent") {
        try buffer.open("a")
        for number in 1...5 {
          await sim.step()
          try buffer.append(.thinking("\(number)"), to: "a")
        }
      }
      let viewers = [watch(buffer, in: sim), watch(buffer, in: sim)]
      for _ in 0..<3 { await sim.step() }
      let published = (try? buffer.events(of: "a", after: .zero, limit: 9).count) ?? 0
      #expect(await buffer.drain(within: .seconds(1)) == .allGone)
      for viewer in viewers {
        let seen = await viewer.value
        if seen.ending == "draining" {
          #expect(seen.events >= published)
        } else {
          #expect(seen.ending == "bufferFailed(draining)")
        }
      }
    }
  }
}
