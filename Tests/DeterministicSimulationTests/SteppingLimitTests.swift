import DeterministicSimulation
import Testing

@Suite struct SteppingLimitTests {
  typealias Steps = SteppingTests

  @Test func runEndsWithTheLastSleep() throws {
    let log = Log()
    try simulate { sim in
      for count in [2, 5] {
        sim.spawn {
          for _ in 1...count { try await sim.clock.sleep(for: .seconds(3)) }
          for _ in 1...10 { await sim.step() }
          log.add("\(count) at \(sim.clock.now)")
        }
      }
      try await sim.clock.run()
      log.add("run at \(sim.clock.now)")
      try await sim.clock.run()
      log.add("again at \(sim.clock.now)")
    }
    #expect(log.entries == ["2 at 6 s", "5 at 15 s", "run at 15 s", "again at 15 s"])
  }

  @Test func runWaitsForThoseWhoAdvance() throws {
    try explore(.random(seeds: 0..<50)) { sim in
      let log = Log()
      let first = sim.spawn {
        try await sim.clock.run()
        log.add("run")
      }
      sim.spawn {
        try await sim.clock.advance(by: .seconds(5))
        log.add("advance")
      }
      try await sim.clock.sleep(for: .seconds(1))
      try await sim.clock.run()
      try await first.value
      guard log.entries == ["advance", "run"], sim.clock.now.description == "5 s" else {
        throw FaultyProgram.Broken(description: "\(log.entries) at \(sim.clock.now)")
      }
    }
  }

  @Test func runAndCheckLeaveBackgroundTasksAndEndlessSleepsAside() throws {
    let log = Log()
    try simulate { sim in
      sim.background("monitor") {
        while true {
          try await sim.clock.sleep(for: .seconds(1))
          log.add("poll")
        }
      }
      let endless = sim.spawn { try await sim.clock.sleep(for: .seconds(Int64.max)) }
      sim.spawn { try await sim.clock.sleep(for: .milliseconds(2_500)) }
      try await sim.clock.run()
      #expect(sim.clock.now.description == "2.5 s")
      #expect(log.entries == ["poll", "poll"])
      try await sim.clock.checkSuspension()
      try await sim.clock.run()
      #expect(sim.clock.now.description == "2.5 s")
      endless.cancel()
    }
  }

  @Test func runIsCancelled() throws {
    try simulate { sim in
      let ticker = sim.spawn {
        for _ in 1...10 { try await sim.clock.sleep(for: .seconds(1)) }
      }
      let run = sim.spawn { try await sim.clock.run() }
      try await sim.clock.advance(by: .seconds(3))
      run.cancel()
      await #expect(throws: CancellationError.self) { try await run.value }
      #expect(sim.clock.now.description == "3 s")
      try await ticker.value
    }
  }

  @Test(arguments: [SimulationLimits(steps: 1_000), SimulationLimits(virtualTime: .seconds(100))])
  func anEndlessTaskUsesTheLimitsOfARunUp(limits: SimulationLimits) throws {
    let error = try #require(
      Steps.failure(limits: limits) { sim in
        Steps.tick(sim, Log())
        try await sim.clock.run()
      })
    #expect(error.code == (limits.steps == 1_000 ? .stepLimit : .timeLimit))
    #expect(error.unfinished[0].waits == [.allSleeps])
    #expect(error.description.contains("waits for the end of all sleeps"))
    #expect(error.unfinished[1].label == "ticker")
  }

  @Test func aTargetBeyondTheLimitIsTheLimitsError() throws {
    let limits = SimulationLimits(virtualTime: .seconds(10))
    let log = Log()
    let error = try #require(
      Steps.failure(limits: limits) { sim in
        sim.spawn {
          try await sim.clock.sleep(for: .seconds(9))
          log.add("\(sim.clock.now)")
        }
        do {
          try await sim.clock.advance(by: .seconds(11))
        } catch {
          log.add("\((error as? SimulationError)?.code == .timeLimit)")
          throw error
        }
      })
    #expect(error.code == .timeLimit)
    #expect(error.unfinished.map(\.waits) == [[.advance(to: .zero.advanced(by: .seconds(11)))]])
    #expect(error.description.contains("waits for the clock to advance to 11 s"))
    #expect(log.entries == ["9 s", "true"])
    #expect(Steps.failure(limits: limits) { try await $0.clock.advance(by: .seconds(10)) } == nil)
  }

  @Test(arguments: [Duration.seconds(Int64.max), .nanoseconds(Int64.max)])
  func advancingForEverIsADeadlockOnceNothingElseIsLeft(duration: Duration) throws {
    let log = Log()
    let error = try #require(
      Steps.failure { sim in
        sim.spawn {
          try await sim.clock.sleep(for: .seconds(5))
          log.add("\(sim.clock.now)")
        }
        try await sim.clock.advance(by: .seconds(1))
        try await sim.clock.advance(by: duration)
      })
    #expect(error.code == .deadlock)
    #expect(error.time.description == "5 s")
    #expect(error.description.contains("waits for the clock to advance for ever"))
    #expect(log.entries == ["5 s"])
    let endless = Steps.failure { sim in
      Steps.tick(sim, Log(), every: .seconds(3600))
      try await sim.clock.advance(by: duration)
    }
    #expect(endless?.code == .timeLimit)
  }

  @Test func anAdvanceHoldsADeadlockOff() throws {
    let error = try #require(
      Steps.failure { sim in
        sim.spawn("driver") { try await sim.clock.advance(by: .seconds(1)) }
        await waitForever()
      })
    #expect(error.code == .deadlock)
    #expect(error.unfinished.map(\.label) == ["body"])
    #expect(error.time.description == "1 s")
  }

  @Test func aFailedSimulationThrowsItsErrorFromEveryCall() throws {
    let log = Log()
    let error = Steps.failure(limits: SimulationLimits(virtualTime: .seconds(1))) { sim in
      let calls: [(String, () async throws -> Void)] = [
        ("advance(by:)", { try await sim.clock.advance(by: .seconds(2)) }),
        ("advance(to:)", { try await sim.clock.advance(to: .zero) }),
        ("run()", { try await sim.clock.run() }),
        ("checkSuspension()", { try await sim.clock.checkSuspension() }),
      ]
      for (name, call) in calls {
        do {
          try await call()
        } catch {
          log.add("\(name): \((error as? SimulationError)?.code.rawValue ?? "\(error)")")
        }
      }
    }
    #expect(error?.code == .timeLimit)
    #expect(
      log.entries
        == ["advance(by:)", "advance(to:)", "run()", "checkSuspension()"].map { "\($0): timeLimit" }
    )
  }

  @Test func callsFromAForeignThreadFail() throws {
    let calls: [(String, @Sendable (VirtualClock) async throws -> Void)] = [
      ("advance", { try await $0.advance(by: .seconds(1)) }),
      ("advance", { try await $0.advance(to: .zero) }),
      ("run()", { try await $0.run() }),
      ("advance", { try await $0.checkSuspension() }),
    ]
    for (name, call) in calls {
      let log = Log()
      let error = try #require(
        Steps.failure { sim in
          ForeignThread.run {
            do { try await call(sim.clock) } catch { log.add("\(error)") }
          }
          try await sim.clock.advance(by: .seconds(1))
        })
      #expect(error.code == .foreignCall)
      #expect(error.site?.fileID == #fileID)
      #expect(error.description.hasPrefix("\(name) was called from a thread outside"))
      #expect(log.entries.count == 1)
    }
  }

  @Test func checkNamesWhoSleeps() throws {
    try simulate { sim in
      try await sim.clock.checkSuspension()
      sim.spawn("done soon") { for _ in 1...9 { await sim.step() } }
      let sleeper = sim.spawn("sleeper") { try await sim.clock.sleep(for: .seconds(3)) }
      async let child: Void = sim.clock.sleep(for: .seconds(2))
      let error = await #expect(throws: SuspensionError.self) {
        try await sim.clock.checkSuspension()
      }
      #expect(error?.sleeping.map(\.label) == ["body", "sleeper"])
      #expect(error?.description.hasPrefix("2 tasks sleep\n  \"body\" (") == true)
      #expect(error?.description.contains("\"sleeper\" (\(#fileID):") == true)
      #expect(error?.description.hasSuffix("waits for a timer at 3 s") == true)
      #expect(sim.clock.now == .zero)
      try await child
      sleeper.cancel()
      try await sim.clock.checkSuspension()
    }
  }
}
