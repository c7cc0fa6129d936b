import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("A viewing")
struct ViewingTests {
  @Test("holds its place from admission on and gives it back when it is dropped")
  func place() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(.init(limits: .init(viewers: 1)), clock: sim.clock)
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      var viewing: StatusMonitor<StatusBuffer, VirtualClock>.Viewing? =
        try await monitor.admit("open").viewing()
      #expect(buffer.counters.viewers == 1)
      #expect(await monitor.admit("open").reason == .tooManyViewers)
      withExtendedLifetime(viewing) {}
      viewing = nil
      #expect(buffer.counters.viewers == 0)
      viewing = try await monitor.admit("done", lastEventID: "1").viewing()
      var sink = CollectingSink()
      let delivery = await viewing?.deliver(to: &sink)
      #expect(delivery?.ending.name == "finished")
      #expect(sink.sequences == [2, 3])
      #expect(buffer.counters.viewers == 0)
    }
  }

  @Test("is delivered with a sink that is given away, as with one that is lent")
  func givenSink() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(.init(limits: .init(viewers: 1)), clock: sim.clock)
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      let viewing = try await monitor.admit("done", lastEventID: "1").viewing()
      buffer.remove("done")
      let (delivery, sink) = await viewing.deliver(to: CollectingSink(), sendTimeout: .seconds(1))
      #expect(delivery.ending.name == "finished")
      #expect(delivery.cursor == 3)
      #expect(sink.sequences == [2, 3])
      #expect(buffer.counters.viewers == 0)
      let foreign = ForeignBuffer(clock: sim.clock).over(try .sample(clock: sim.clock))
      let elsewhere = try await StatusMonitor(buffer: foreign, clock: sim.clock).admit("done")
        .viewing().deliver(to: CollectingSink())
      #expect(elsewhere.sink.sequences == [1, 2, 3])
    }
  }

  @Test("is delivered though the trace is gone meanwhile")
  func expired() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(clock: sim.clock)
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      let viewing = try await monitor.admit("done").viewing()
      buffer.remove("done")
      var sink = CollectingSink()
      #expect(await viewing.deliver(to: &sink).ending.name == "finished")
      #expect(sink.sequences == [1, 2, 3])
    }
  }

  @Test("that is delivered again is another viewer, who comes in or not")
  func again() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(.init(limits: .init(viewers: 1)), clock: sim.clock)
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      let viewing = try await monitor.admit("done").viewing()
      for _ in 1...2 {
        var sink = CollectingSink()
        #expect(await viewing.deliver(to: &sink).ending.name == "finished")
        #expect(sink.sequences == [1, 2, 3])
      }
      let other = try await monitor.admit("open").viewing()
      var sink = CollectingSink()
      #expect(await viewing.deliver(to: &sink).ending.name == "bufferFailed(tooManyViewers)")
      #expect(sink.isUntouched)
      #expect(other.trace == "open")
    }
  }

  @Test("that was admitted before a drain is sent what there is, and goes")
  func drained() throws {
    try simulate { sim in
      let buffer = try StatusBuffer.sample(clock: sim.clock)
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      let viewing = try await monitor.admit("open").viewing()
      let drain = sim.spawn("drain") { await buffer.drain(within: .seconds(60)) }
      try await sim.clock.sleep(for: .seconds(1))
      #expect(await monitor.admit("open").reason == .draining)
      var sink = CollectingSink()
      #expect(await viewing.deliver(to: &sink).ending.name == "draining")
      #expect(sink.sequences == [1, 2])
      #expect(await drain.value == .allGone)
      #expect(sim.clock.now.nanoseconds == 1_000_000_000)
    }
  }

  @Test("of any buffer is delivered from its cursor on")
  func elsewhere() throws {
    try simulate { sim in
      let buffer = ForeignBuffer(clock: sim.clock).over(try .sample(clock: sim.clock))
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      let viewing = try await monitor.admit("done", lastEventID: "1").viewing()
      #expect(viewing.cursor == 1)
      var sink = CollectingSink()
      #expect(await viewing.deliver(to: &sink).ending.name == "finished")
      #expect(sink.sequences == [2, 3])
    }
  }
}
