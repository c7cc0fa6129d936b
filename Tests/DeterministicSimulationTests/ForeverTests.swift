import DeterministicSimulation
import Testing

/// Times that no clock can count to.
@Suite struct ForeverTests {
  static let forever: [Duration] = [
    .seconds(Int64.max), Duration(secondsComponent: .max, attosecondsComponent: 999_999_999),
    Duration(attoseconds: .max), .nanoseconds(Int64.max),
  ]
  /// What a wait for ever waits for.
  static let never = PendingWait.sleep(until: VirtualClock.Instant(nanoseconds: .max))

  @Test(arguments: forever) func aRunThatOnlyWaitsForEverIsADeadlock(forever: Duration) throws {
    let error = try #require(
      SimulationErrorTests.failure { sim in
        sim.spawn("reader") { try await sim.clock.sleep(for: forever) }
        try await sim.clock.sleep(for: .seconds(2))
        try await sim.clock.sleep(until: sim.clock.now.advanced(by: forever))
      })
    #expect(error.code == .deadlock)
    #expect(error.time.description == "2 s")
    #expect(error.unfinished.map(\.waits) == [[Self.never], [Self.never]])
    #expect(error.description.contains("waits for a timer that never fires"))
  }

  @Test func aTaskThatWaitsForEverIsALeak() throws {
    let error = try #require(
      SimulationErrorTests.failure { sim in
        sim.spawn("lost") { try await sim.clock.sleep(for: .seconds(Int64.max)) }
      })
    #expect(error.code == .leak)
    #expect(error.unfinished.map(\.waits) == [[Self.never]])
  }

  @Test(arguments: forever) func aWaitForEverCanBeCancelled(forever: Duration) throws {
    try simulate { sim in
      let sleeper = sim.spawn { try await sim.clock.sleep(for: forever) }
      try await sim.clock.sleep(for: .seconds(1))
      sleeper.cancel()
      await #expect(throws: CancellationError.self) { try await sleeper.value }
      #expect(sim.clock.now.description == "1 s")
    }
  }

  @Test(arguments: forever) func aLimitOfForEverIsNone(forever: Duration) throws {
    let limits = SimulationLimits(virtualTime: forever)
    let last = VirtualClock.Instant(nanoseconds: .max - 1)
    try simulate(limits: limits) { sim in
      try await sim.clock.sleep(until: last)
      #expect(sim.clock.now == last)
    }
    let error = SimulationErrorTests.failure(limits: limits) { sim in
      try await sim.clock.sleep(until: last)
      try await sim.clock.sleep(for: .nanoseconds(1))
    }
    #expect(error?.code == .deadlock)
  }

  @Test func whatTheClockCanCountIsForTheLimit() throws {
    let last = VirtualClock.Instant(nanoseconds: .max - 1)
    let error = SimulationErrorTests.failure { sim in
      sim.spawn { try await sim.clock.sleep(for: .seconds(Int64.max)) }
      try await sim.clock.sleep(until: last)
    }
    #expect(error?.code == .timeLimit)
    #expect(error?.unfinished.map(\.waits) == [[.sleep(until: last)], [Self.never]])
  }

  @Test(arguments: [Duration.zero, .seconds(-1), .seconds(Int64.min), Duration(attoseconds: .min)])
  func aLimitThatIsNotPositiveAllowsNoTimeToPass(limit: Duration) throws {
    let limits = SimulationLimits(virtualTime: limit)
    try simulate(limits: limits) { try await $0.clock.sleep(for: limit) }
    let error = SimulationErrorTests.failure(limits: limits) { sim in
      try await sim.clock.sleep(for: .nanoseconds(1))
    }
    #expect(error?.code == .timeLimit)
  }

  @Test(arguments: [0, -1, Int.min, 1, Int.max]) func anyNumberIsALimitOfSteps(steps: Int) {
    let error = SimulationErrorTests.failure(limits: SimulationLimits(steps: steps)) { sim in
      for _ in 0..<3 { await sim.step() }
    }
    #expect(error?.code == (steps < 4 ? .stepLimit : nil))
  }

  @Test func explorationReportsAWaitForEver() throws {
    #expect(throws: (any Error).self) {
      try explore(.random(seeds: 0..<5)) { sim in
        try await sim.clock.sleep(for: .seconds(Int64.max))
      }
    }
  }
}
