import DeterministicSimulation
import Testing

@Suite struct ExplorationTests {
  static func failure(
    _ program: FaultyProgram, _ strategy: ExplorationStrategy? = nil,
    _ options: ExplorationOptions = ExplorationOptions(shard: .whole)
  ) -> ExplorationFailure? {
    do {
      try explore(strategy ?? program.strategy, options: options) {
        try await program.body($0, true)
      }
      return nil
    } catch {
      return error as? ExplorationFailure
    }
  }

  @Test(arguments: FaultyProgram.all)
  func findsAndShrinksTheBug(in program: FaultyProgram) throws {
    let failure = try #require(Self.failure(program))
    print(
      """
      \(program.name): found in schedule \(failure.schedule), shrunk from \
      \(failure.choicesBeforeShrinking) choices to \(failure.choicesAfterShrinking)
      """)
    #expect(failure.choicesBeforeShrinking > 50)
    #expect(failure.choicesAfterShrinking <= 2)
    #expect(failure.schedule <= program.expectedSchedules)
  }

  @Test(arguments: FaultyProgram.all)
  func isQuietOnTheCorrectedTwin(of program: FaultyProgram) throws {
    var options = ExplorationOptions(shard: .whole)
    options.threads = 2
    let summary = try explore(program.strategy, options: options) {
      try await program.body($0, false)
    }
    #expect(summary.failures == 0)
    #expect(summary.schedules >= 1000)
    #expect(summary.determinismChecks >= 10)
  }

  @Test func evenChancesMissTheBugOfDepthThree() throws {
    var options = ExplorationOptions(shard: .whole)
    options.threads = 2
    let program = FaultyProgram.depthThree
    let summary = try explore(.random(seeds: 0..<10_000), options: options) {
      try await program.body($0, true)
    }
    #expect(summary.description == "10,000 schedules, 10,000 distinct")
  }

  @Test func tenSeedsOfOneBugShrinkToOneTrace() throws {
    let failures = (0..<10).compactMap { (number: UInt64) in
      Self.failure(.lostUpdate, .random(seeds: number * 1000..<(number + 1) * 1000))
    }
    #expect(failures.count == 10)
    #expect(Set(failures.map(\.seed)).count == 10)
    #expect(Set(failures.map(\.token)).count == 1)
    #expect(Set(failures.map(\.trace)).count == 1)
  }

  @Test func theFailureNamesTokenTraceAndNumbers() throws {
    let failure = try #require(Self.failure(.abbaDeadlock))
    let text = failure.description
    #expect(text.hasPrefix("the body has ended, but a task that it spawned never can"))
    #expect(text.contains("\"one\" (\(#fileID.split(separator: "/")[0])/FaultyPrograms.swift:"))
    #expect(text.contains("waits for the lock \"B\""))
    #expect(text.contains("waits for the lock \"A\""))
    #expect(text.contains("replay token: \(failure.token)"))
    #expect(text.contains("failed in schedule 5, seed 4 (5 schedules, 5 distinct, 1 failed)"))
    #expect(failure.trace.last?.label == "two")
    #expect(failure.trace.last?.time == VirtualClock.Instant(nanoseconds: 5_000_000))
  }

  @Test func theFirstFailureIsTheSameOnAnyNumberOfThreads() throws {
    var options = ExplorationOptions(shard: .whole)
    let alone = try #require(Self.failure(.lateCancellation, nil, options))
    options.threads = 4
    let together = try #require(Self.failure(.lateCancellation, nil, options))
    #expect(alone.seed == together.seed)
    #expect(alone.token == together.token)
    #expect(alone.trace == together.trace)
  }

  @Test func countsAllFailuresOnRequest() throws {
    var options = ExplorationOptions(shard: .whole)
    options.stopsAtFirstFailure = false
    let failure = try #require(Self.failure(.lateCancellation, .random(seeds: 0..<200), options))
    #expect(failure.summary.schedules == 200)
    #expect(failure.summary.failures > 10)
    #expect(failure.summary.failures < 200)
    #expect(failure.seed == 5)
  }

  @Test func shrinkingStaysWithTheSameFailure() throws {
    struct First: Error {}
    struct Second: Error {}
    let failure = try #require(
      throws: ExplorationFailure.self,
      performing: {
        try explore(.random(seeds: 0..<100), options: ExplorationOptions(shard: .whole)) { sim in
          let numbers = (0..<20).map { _ in sim.next(below: 100) }
          if numbers.contains(where: { $0 > 90 }) && numbers[7] > 50 { throw First() }
          if numbers.contains(where: { $0 > 10 }) { throw Second() }
        }
      })
    #expect(failure.choicesAfterShrinking == 1)
    switch failure.underlyingError {
    case is First:
      let expected = (0..<20).map { $0 == 7 ? 91 : 0 }
      #expect(failure.trace.compactMap(\.choice?.value) == expected)
    default:
      let expected = (0..<20).map { $0 == 0 ? 11 : 0 }
      #expect(failure.trace.compactMap(\.choice?.value) == expected)
    }
  }

  @Test func shrinkingCanBeTurnedOff() throws {
    var options = ExplorationOptions(shard: .whole)
    options.shrinkingRuns = 0
    let failure = try #require(Self.failure(.lostUpdate, nil, options))
    #expect(failure.choicesAfterShrinking == failure.choicesBeforeShrinking)
  }

  @Test func firstInFirstOutIsOneSchedule() throws {
    let summary = try explore(.firstInFirstOut) { sim in
      guard sim.next(below: 10) == 0 else { throw CancellationError() }
    }
    #expect(summary.description == "1 schedules, 1 distinct")
  }

  @Test func aBodyThatIsNotDeterministicIsReported() throws {
    let runs = Cell(0)
    let failure = try #require(
      throws: ExplorationFailure.self,
      performing: {
        try explore(.random(seeds: 0..<10), options: ExplorationOptions(shard: .whole)) { sim in
          runs.update { $0 += 1 }
          sim.spawn("fickle") { for _ in 0..<(runs.value % 2) { await sim.step() } }
          sim.spawn("steady") { await sim.step() }
        }
      })
    let error = try #require(failure.underlyingError as? SimulationError)
    #expect(error.code == .nondeterminism)
    #expect(error.description.contains("the body does different things under equal choices: once"))
    #expect(error.steps == 4)
  }

  @Test func determinismIsCheckedForASampleOfRuns() throws {
    var options = ExplorationOptions(shard: .whole)
    options.determinismInterval = 10
    let runs = Cell(0)
    let summary = try explore(.random(seeds: 0..<95), options: options) { _ in
      runs.update { $0 += 1 }
    }
    #expect(summary.determinismChecks == 10)
    #expect(runs.value == 105)
    options.determinismInterval = 0
    #expect(try explore(.random(seeds: 0..<9), options: options) { _ in }.determinismChecks == 0)
  }
}
