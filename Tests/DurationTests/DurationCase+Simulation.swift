import DeterministicSimulation
import Testing

extension DurationCase {
  static let simulation = [
    DurationCase("SimulationLimits.virtualTime", "SimulationLimits.init(virtualTime:)") { limit in
      var limits = SimulationLimits(virtualTime: limit)
      limits.virtualTime = limit
      let code = failure(limits) { try await $0.clock.sleep(for: .seconds(1)) }
      #expect(code == (limit < .seconds(1) ? .timeLimit : nil))
    },
    DurationCase("VirtualClock.sleep(duration:)", "VirtualInstant.advanced(duration:)") {
      duration in
      let sleeping = failure { try await $0.clock.sleep(for: duration) }
      let advancing = failure { sim in
        try await sim.clock.sleep(until: sim.clock.now.advanced(by: duration))
      }
      #expect(sleeping == (duration > .seconds(1) ? .deadlock : nil))
      #expect(advancing == sleeping)
    },
    DurationCase("VirtualClock.advance(duration:)") { duration in
      let code = failure { try await $0.clock.advance(by: duration) }
      #expect(code == (duration > .seconds(1) ? .deadlock : nil))
    },
    DurationCase("VirtualClock.sleep(tolerance:)") { tolerance in
      try simulate { sim in
        let deadline = sim.clock.now.advanced(by: .seconds(1))
        try await sim.clock.sleep(until: deadline, tolerance: tolerance)
        #expect(sim.clock.now == deadline)
      }
    },
  ]

  /// How a simulation fails, if it does.
  static func failure(
    _ limits: SimulationLimits = SimulationLimits(),
    _ body: @escaping (Simulation) async throws -> Void
  ) -> SimulationError.Code? {
    do {
      try simulate(limits: limits, body)
      return nil
    } catch {
      #expect(!"\(error)".isEmpty)
      return (error as? SimulationError)?.code
    }
  }
}
