import DeterministicSimulation
import StatusStreaming
import Testing

/// When those who wait are woken, where nothing else would wake them.
@Suite("Wake-ups by the buffer")
struct BufferWakingTests {
  private typealias Monitor = StatusMonitor<StatusBuffer, VirtualClock>

  /// What a viewer of one trace, or of all, has seen, and when it was sent away.
  private func watch(
    _ trace: TraceID?, of buffer: StatusBuffer, in sim: Simulation
  ) -> SimulatedTask<String, Never> {
    sim.spawn("viewer") {
      let monitor = Monitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      var sink = CollectingSink()
      let ending: DeliveryEnding
      if let trace {
        ending = await monitor.deliver(trace, to: &sink).ending
      } else {
        ending = await monitor.deliverAll(to: &sink).ending
      }
      return "\(ending.name) with \(sink.sequences) at \(sim.clock.now)"
    }
  }

  @Test("come at once when the buffer is closed, if there is nothing more to wait for")
  func close() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      try buffer.finish("a", with: .failed(message: "end"))
      let viewer = watch(nil, of: buffer, in: sim)
      try await sim.clock.sleep(for: .seconds(1))
      buffer.close()
      #expect(await viewer.value == "finished with [1] at 1 s")
    }
  }

  @Test("come at once when a trace is removed before its end")
  func removal() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      try buffer.append(.thinking("x"), to: "a")
      let viewer = watch("a", of: buffer, in: sim)
      try await sim.clock.sleep(for: .seconds(1))
      buffer.remove("a")
      #expect(await viewer.value == "bufferFailed(removed) with [1] at 1 s")
    }
  }

  @Test("keep what waits for a trace that is opened later")
  func opening() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let viewer = watch("a", of: buffer, in: sim)
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.open("a")
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.finish("a", with: .failed(message: "end"))
      #expect(await viewer.value == "finished with [1] at 2 s")
    }
  }
}
