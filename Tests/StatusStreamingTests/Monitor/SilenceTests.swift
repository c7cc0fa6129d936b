import DeterministicSimulation
import StatusStreaming
import Testing

/// One task ends a trace that stays silent, whichever of its viewers it belongs to.
@Suite("Viewers of a trace that is abandoned")
struct SilenceTests {
  private struct ArrivalSink: StatusSink {
    let clock: VirtualClock
    /// How long a send takes.
    var latency = Duration.zero
    private(set) var end: Duration?

    init(clock: VirtualClock, latency: Duration = .zero) {
      self.clock = clock
      self.latency = latency
    }

    mutating func send(_ event: StreamEvent) async throws {
      if event.payload.isTerminal { end = VirtualClock.Instant.zero.duration(to: clock.now) }
      try await clock.sleep(for: latency)
    }
  }

  /// When the viewers that stay see the end of a trace that counts as abandoned after ten seconds.
  private func ends(
    viewers: Int, leaving: Int = 0, at departure: Duration = .zero, stalled: Int = 0
  ) throws -> [Duration?] {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(abandonAfter: .seconds(10)), clock: sim.clock)
      try buffer.open("a")
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      let deliveries = (0..<viewers).map { index in
        sim.spawn("viewer \(index)") {
          var sink = ArrivalSink(
            clock: sim.clock, latency: index < stalled ? .seconds(3_600) : .zero)
          _ = await monitor.deliver("a", to: &sink)
          return sink.end
        }
      }
      if stalled > 0 {
        try await sim.clock.sleep(for: .seconds(1))
        try buffer.append(.thinking("x"), to: "a")
      }
      if leaving > 0 {
        try await sim.clock.sleep(for: departure)
        for delivery in deliveries.prefix(leaving) { delivery.cancel() }
      }
      var ends: [Duration?] = []
      for delivery in deliveries.dropFirst(max(leaving, stalled)) {
        ends.append(await delivery.value)
      }
      for delivery in deliveries.prefix(stalled) { delivery.cancel() }
      return ends
    }
  }

  @Test("all see its end in time")
  func together() throws {
    #expect(try ends(viewers: 3) == [.seconds(10), .seconds(10), .seconds(10)])
  }

  @Test("see it in time if those who came before have left", arguments: [1, 2])
  func departure(leaving: Int) throws {
    let ends = try ends(viewers: 3, leaving: leaving, at: .seconds(4))
    #expect(ends == Array(repeating: .seconds(10), count: 3 - leaving))
  }

  @Test("see it in time if one that came before is stuck in a write")
  func stall() throws {
    #expect(try ends(viewers: 3, stalled: 1) == [.seconds(11), .seconds(11)])
  }

  @Test("see it in time whatever the order in which they come and go")
  func orders() throws {
    try explore(.random(seeds: 0..<300)) { sim in
      let buffer = StatusBuffer(configuration: .init(abandonAfter: .seconds(10)), clock: sim.clock)
      try buffer.open("a")
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      let deliveries = (0..<4).map { index in
        sim.spawn("viewer \(index)") {
          var sink = ArrivalSink(clock: sim.clock)
          _ = await monitor.deliver("a", to: &sink)
          return sink.end
        }
      }
      sim.spawn("departures") {
        for delivery in deliveries.dropLast() {
          try await sim.clock.sleep(for: .seconds(sim.next(below: 3)))
          delivery.cancel()
        }
      }
      let end = await deliveries[3].value
      #expect(end == .seconds(10))
    }
  }
}
