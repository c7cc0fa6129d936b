import DeterministicSimulation
import Testing

/// The strategies that take turns, and what a token says of them.
@Suite struct PortfolioTests {
  struct Late: Error {}

  /// An agent of 25 steps against a viewer of one, which fails if it comes last but one.
  static let lateViewer: @Sendable (Simulation) async throws -> Void = { sim in
    let count = Cell(0)
    sim.spawn("agent") {
      for _ in 0..<25 {
        await sim.step()
        count.update { $0 += 1 }
      }
    }
    try await sim.spawn("viewer") {
      if count.value == 24 { throw Late() }
    }.value
  }

  static func schedules(_ strategy: ExplorationStrategy) -> Int? {
    var options = ExplorationOptions(shard: .whole)
    options.shrinkingRuns = 0
    do {
      try explore(strategy, options: options, lateViewer)
      return nil
    } catch {
      return (error as? ExplorationFailure)?.schedule
    }
  }

  @Test func randomNeverFindsTheLateCase() {
    #expect(Self.schedules(.random(seeds: 0..<10_000)) == nil)
  }

  @Test func uniformRandomWalkFindsTheLateCase() {
    let runs = (0..<20).map { trial -> Int in
      let first = UInt64(trial) * 10_000
      return Self.schedules(.urw(seeds: first..<first + 10_000)) ?? 10_000
    }.sorted()
    print("one event against 25: URW finds the late case in \(runs[10]) schedules (median of 20)")
    #expect(runs[10] <= 60)
  }

  @Test(arguments: [1, 4])
  func automaticFindsTheSameWithAnyNumberOfThreads(threads: Int) throws {
    var options = ExplorationOptions(shard: .whole)
    options.threads = threads
    let failure = try #require(throws: ExplorationFailure.self) {
      try explore(.automatic(seeds: 0..<10_000), options: options, Self.lateViewer)
    }
    let alone = try #require(throws: ExplorationFailure.self) {
      try explore(
        .automatic(seeds: 0..<10_000), options: ExplorationOptions(shard: .whole), Self.lateViewer)
    }
    #expect(failure.schedule == alone.schedule)
    #expect(failure.token == alone.token)
    let strategy = try #require(failure.strategy)
    #expect("\(failure)".contains(strategy))
    let read = try ReplayToken(parsing: failure.token.description)
    #expect(read == failure.token)
    let again = try #require(throws: ExplorationFailure.self) {
      try explore(.replay(read), Self.lateViewer)
    }
    #expect(again.strategy == strategy)
    #expect(again.underlyingError is Late)
  }

  @Test(arguments: [
    (ExplorationStrategy.urw(seeds: 0..<10_000), ".urw(seeds:"),
    (.surw(seeds: 0..<10_000), ".surw(seeds:"), (.pos(seeds: 0..<10_000), ".pos(seeds:"),
    (.automatic(seeds: 0..<10_000), "(seeds:"),
  ])
  func aTokenThatDoesNotFitSaysHowToSearchAgain(
    strategy: ExplorationStrategy, call: String
  ) throws {
    let failure = try #require(throws: ExplorationFailure.self) {
      try explore(strategy, options: ExplorationOptions(shard: .whole), Self.lateViewer)
    }
    let error = try #require(throws: SimulationError.self) {
      try explore(.replay(failure.token)) { sim in await sim.step() }
    }
    #expect(error.code == .divergence)
    #expect(error.description.contains(call), "\(error)")
    #expect(error.description.contains("searches again"), "\(error)")
  }

  @Test func profilingRunsAreCounted() throws {
    let summary = try explore(.automatic(seeds: 0..<30), options: ExplorationOptions(shard: .whole))
    { sim in await sim.step()
    }
    #expect(summary.schedules == 32)
    #expect(
      try explore(.automatic(seeds: 5..<5), options: ExplorationOptions(shard: .whole)) { _ in }
        .schedules == 0)
  }

  @Test func aTaskThatTakesMoreStepsThanForeseenGoesOn() throws {
    for strategy in [ExplorationStrategy.urw(seeds: 0..<200), .surw(seeds: 0..<200)] {
      try explore(strategy, options: ExplorationOptions(shard: .whole)) { sim in
        let count = sim.next(below: 40)
        for _ in 0...sim.next(below: 3) {
          sim.spawn { for _ in 0..<count { await sim.step() } }
        }
      }
    }
  }

  @Test(arguments: [
    ExplorationStrategy.automatic(seeds: 0..<UInt64.max), .urw(seeds: 0..<UInt64.max),
    .random(seeds: 0..<UInt64.max), .pct(depth: 3, seeds: 0..<UInt64.max),
  ])
  func seedsMayBeMoreThanCanBeCounted(strategy: ExplorationStrategy) {
    #expect(throws: ExplorationFailure.self) {
      try explore(strategy, options: ExplorationOptions(shard: .whole)) { _ in throw Late() }
    }
  }

  @Test func aSchedulerThatHearsOfNothingPicksAllTheSame() throws {
    let profile = ScheduleProfile { sim in await sim.step() }
    let schedulers: [any Scheduler] = [
      URWScheduler(seed: 1, profile: profile), SURWScheduler(seed: 1, profile: profile),
      POSScheduler(seed: 1),
    ]
    for scheduler in schedulers {
      let run = record(scheduler: DeafScheduler(base: scheduler)) { sim in
        let tasks = (0..<3).map { _ in sim.spawn { await sim.step() } }
        for task in tasks { await task.value }
      }
      #expect(throws: Never.self) { try run.result.get() }
      var stray = scheduler
      for task in [-1, 7, .max] {
        stray.hear(.spawned(task: task, by: task))
        stray.hear(.ran(task: task, target: profile.targets[0]))
        stray.hear(.ended(task: task))
      }
    }
  }
}

/// Passes on what is asked, and nothing of what is told.
private struct DeafScheduler: Scheduler {
  var base: any Scheduler

  mutating func pick(from runnable: RunnableTasks) -> Int { base.pick(from: runnable) }

  mutating func next(below bound: Int) -> Int { base.next(below: bound) }
}
