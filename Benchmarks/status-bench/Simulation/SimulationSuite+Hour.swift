import DeterministicSimulation
import StatusStreaming

extension SimulationSuite {
  /// An hour of a server: agents that publish every ten seconds or so, each with three viewers.
  static func measureHour(on bench: inout Bench) async throws {
    let agents = bench.scaled(100)
    let name = "an hour of 100 agents and 300 viewers"
    try await bench.measure(name, unit: "s", better: .lower) {
      let start = ContinuousClock.now
      consume(try deliveries(inAnHourOf: agents))
      return start.seconds
    }
    try await bench.measure("\(name), events delivered", unit: "events/s") {
      let start = ContinuousClock.now
      return Double(try deliveries(inAnHourOf: agents)) / start.seconds
    }
  }

  /// How many events viewers get.
  private static func deliveries(inAnHourOf agents: Int) throws -> Int {
    try simulate(limits: SimulationLimits(steps: .max)) { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      var viewers: [SimulatedTask<Int, Never>] = []
      for agent in 0..<agents {
        let trace = try TraceID("run-\(agent)")
        sim.spawn { try await publish(to: trace, of: buffer, as: agent, in: sim) }
        for _ in 0..<3 { viewers.append(sim.spawn { await deliver(trace, of: buffer, in: sim) }) }
      }
      var total = 0
      for viewer in viewers { total += await viewer.value }
      return total
    }
  }

  private static func publish(
    to trace: TraceID, of buffer: StatusBuffer, as agent: Int, in sim: Simulation
  ) async throws {
    try await buffer.withTrace(trace) { publisher in
      for step in 0..<360 {
        let pause = 9_000 + (agent &* 7_919 &+ step &* 104_729) % 2_001
        try await sim.clock.sleep(for: .milliseconds(pause))
        try publisher.publish(BufferSuite.update)
      }
      return FinalAnswer(text: "Done")
    }
  }

  private static func deliver(
    _ trace: TraceID, of buffer: StatusBuffer, in sim: Simulation
  ) async -> Int {
    let monitor = StatusMonitor(
      buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(15), clock: sim.clock)
    var sink = EncodingSink(
      encoder: EventStreamEncoder(profile: .resumable), writer: CountingWriter(counter: Counter()))
    return await monitor.deliver(trace, to: &sink).cursor.number.rawValue
  }
}
