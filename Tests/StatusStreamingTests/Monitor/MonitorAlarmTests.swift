import DeterministicSimulation
import StatusStreaming
import Testing

/// A monitor woken by appends has deadlines as well, which move while it waits.
@Suite("A monitor woken by appends")
struct MonitorAlarmTests {
  /// The clock's time at each event and each heartbeat, in seconds.
  private struct TimingSink: StatusSink {
    let clock: VirtualClock
    private(set) var events: [Double] = []
    private(set) var heartbeats: [Double] = []

    init(clock: VirtualClock) {
      self.clock = clock
    }

    private var seconds: Double { Double(clock.now.nanoseconds) / 1e9 }

    mutating func send(_ event: StreamEvent) async throws { events.append(seconds) }
    mutating func heartbeat() async throws { heartbeats.append(seconds) }
  }

  @Test(
    "goes on beating where a heartbeat comes due between two looks at the clock",
    .timeLimit(.minutes(1)), arguments: [7, 13, 19, 29, 37, 43, 53, 61])
  func dueBetweenLooks(tick: Int) throws {
    for wakeup in [
      StatusMonitor<StatusBuffer, TickingClock>.Wakeup.onAppend, .polling(every: .seconds(3)),
    ] {
      try simulate { sim in
        let buffer = StatusBuffer(clock: sim.clock)
        try buffer.open("a")
        sim.spawn("agent") {
          for _ in 0..<20 {
            try await sim.clock.sleep(for: .milliseconds(777))
            try buffer.append(.thinking("x"), to: "a")
          }
          try await sim.clock.sleep(for: .seconds(20))
          try buffer.finish("a", with: .failed(message: "end"))
        }
        let monitor = StatusMonitor(
          buffer: buffer, wakeup: wakeup, heartbeatInterval: .seconds(1),
          clock: TickingClock(sim.clock, tick: .milliseconds(tick)))
        var sink = TimingSink(clock: sim.clock)
        #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
        #expect(sink.events.count == 21)
        #expect(sink.heartbeats.count >= 5)
      }
    }
  }

  @Test("sends each heartbeat when it is due, however often it was woken before")
  func heartbeats() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      sim.spawn("agent") {
        for pause in [2, 1, 12, 4] {
          try await sim.clock.sleep(for: .seconds(pause))
          try buffer.append(.thinking("x"), to: "a")
        }
        try await sim.clock.sleep(for: .seconds(6))
        try buffer.finish("a", with: .failed(message: "end"))
      }
      let monitor = StatusMonitor(
        buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(5), clock: sim.clock)
      var sink = TimingSink(clock: sim.clock)
      #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
      #expect(sink.events == [2, 3, 15, 19, 25])
      #expect(sink.heartbeats == [8, 13, 24])
    }
  }

  @Test("sees a trace abandoned after its last update, not after the first")
  func abandonment() throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(abandonAfter: .seconds(10)), clock: sim.clock)
      try buffer.open("a")
      sim.spawn("agent") {
        for _ in 1...3 {
          try await sim.clock.sleep(for: .seconds(7))
          try buffer.append(.thinking("x"), to: "a")
        }
      }
      let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      var sink = TimingSink(clock: sim.clock)
      #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
      #expect(sink.events == [7, 14, 21, 31])
    }
  }

  @Test("ends at once, not with its next deadline")
  func endOfDelivery() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      sim.spawn("agent") {
        try await sim.clock.sleep(for: .seconds(1))
        try buffer.finish("a", with: .failed(message: "end"))
      }
      let monitor = StatusMonitor(
        buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(5), clock: sim.clock)
      var sink = TimingSink(clock: sim.clock)
      #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
      #expect(sim.clock.now.nanoseconds == 1_000_000_000)
    }
  }
}
