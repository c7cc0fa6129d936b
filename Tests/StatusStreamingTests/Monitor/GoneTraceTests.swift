import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Following a trace that is not there")
struct GoneTraceTests {
  typealias Wakeup = StatusMonitor<StatusBuffer, VirtualClock>.Wakeup
  typealias AnyWakeup = StatusMonitor<ForeignBuffer, VirtualClock>.Wakeup

  @Test(
    "ends at once after a cursor above zero, before anything is written",
    arguments: [Wakeup.polling(every: .seconds(7)), .onAppend])
  func resumed(wakeup: Wakeup) throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let monitor = StatusMonitor(
        buffer: buffer, wakeup: wakeup, heartbeatInterval: .seconds(1), clock: sim.clock)
      try buffer.open("removed")
      buffer.remove("removed")
      for trace in ["never", "removed"] as [TraceID] {
        var sink = CollectingSink()
        let delivery = await monitor.deliver(trace, after: 1, to: &sink)
        #expect(delivery.ending.name == "bufferFailed(unknownTrace)")
        #expect(delivery.cursor == 1)
        #expect(sink.isUntouched)
        let error = await #expect(throws: BufferError.self) {
          for try await _ in buffer.events(of: trace, after: 1) {}
        }
        #expect(error?.code == .unknownTrace)
      }
      #expect(sim.clock.now.nanoseconds == 0)
    }
  }

  @Test(
    "ends at once with any buffer",
    arguments: [AnyWakeup.polling(every: .seconds(7)), .onAppend])
  func resumedElsewhere(wakeup: AnyWakeup) throws {
    try simulate { sim in
      let monitor = StatusMonitor(
        buffer: ForeignBuffer(clock: sim.clock), wakeup: wakeup, heartbeatInterval: .seconds(1),
        clock: sim.clock)
      var sink = CollectingSink()
      let delivery = await monitor.deliver("never", after: 1, to: &sink)
      #expect(delivery.ending.name == "bufferFailed(unknownTrace)")
      #expect(sink.isUntouched)
      #expect(sim.clock.now.nanoseconds == 0)
    }
  }

  @Test(
    "misses no run that comes and goes between two looks",
    arguments: [Wakeup.polling(every: .seconds(7)), .onAppend])
  func brief(wakeup: Wakeup) throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(maximumFinishedTraces: 0), clock: sim.clock)
      let viewer = sim.spawn("viewer") {
        var sink = CollectingSink()
        let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
        return await (monitor.deliver("a", to: &sink).ending.name, sink.sequences)
      }
      try await sim.clock.sleep(for: .seconds(1))
      for _ in 1...2 {
        try await buffer.withTrace("a") { publisher in
          try publisher.publish(.thinking("x"))
          return FinalAnswer(text: "")
        }
      }
      #expect(buffer.traceCount == 0)
      #expect(await viewer.value == ("finished", [1, 2]))
    }
  }
}
