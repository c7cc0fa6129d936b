import DeterministicSimulation
import Testing

/// What an exploration says of how much it has covered.
@Suite struct CoverageTests {
  @Test func ordersOfIndependentStepsCountOnce() throws {
    let summary = try explore(
      .random(seeds: 0..<2_000), options: ExplorationOptions(shard: .whole),
      ReductionTests.body(["a", "b"], segments: 4))
    #expect(summary.distinctSchedules == 70)
    #expect(summary.distinctOrders == 1)
    #expect(summary.lastNewSchedule == 1)
    #expect(summary.isSaturated)
    #expect(
      summary.description
        == "2,000 schedules, 70 distinct (1 up to equivalence), nothing new since schedule 1")
  }

  @Test func ordersOfConflictingStepsAllCount() throws {
    let summary = try explore(
      .random(seeds: 0..<4_000), options: ExplorationOptions(shard: .whole),
      ReductionTests.body(["a", "a"], segments: 4))
    #expect(summary.distinctSchedules == 70)
    #expect(summary.distinctOrders == 70)
    #expect(summary.isSaturated)
    #expect(
      summary.description.hasPrefix("4,000 schedules, 70 distinct, nothing new since schedule "))
  }

  @Test func aSearchThatStillFindsNewOrdersDoesNotSayThatItIsOver() throws {
    let summary = try explore(
      .automatic(seeds: 0..<300), options: ExplorationOptions(shard: .whole),
      ReductionTests.body(["a", "a", "a"], segments: 9))
    #expect(!summary.isSaturated)
    #expect(!summary.description.contains("nothing new"))
    #expect(summary.lastNewSchedule > 150)
  }

  @Test(arguments: [0, 1, 99, 100])
  func fewSchedulesProveNothing(count: UInt64) throws {
    let summary = try explore(.random(seeds: 0..<count), options: ExplorationOptions(shard: .whole))
    { _ in }
    #expect(summary.isSaturated == (count == 100))
    #expect(summary.distinctOrders == min(Int(count), 1))
  }

  @Test(arguments: [2, 4])
  func theLastNewScheduleIsTheSameOnAnyNumberOfThreads(threads: Int) throws {
    let body = ReductionTests.body(["a", "a"], segments: 5)
    var options = ExplorationOptions(shard: .whole)
    let alone = try explore(.random(seeds: 0..<1_000), options: options, body)
    options.threads = threads
    #expect(try explore(.random(seeds: 0..<1_000), options: options, body) == alone)
  }

  @Test func valuesAreCountedWithTheirSchedules() throws {
    let explored = try exploreValues(.depthFirst(schedules: 1_000)) { sim in
      let first = Cell("")
      for name in ["a", "b"] {
        sim.spawn { first.update { if $0.isEmpty { $0 = name } } }
      }
      try await sim.clock.sleep(for: .seconds(1))
      return first.value
    }
    #expect(explored.values == ["a": 1, "b": 1])
    #expect(explored.summary.description == "exhaustive: 2 schedules")
    #expect(try exploreValues(.firstInFirstOut) { _ in 7 }.values == [7: 1])
    let drawing: @Sendable (Simulation) async throws -> Int = { sim in sim.next(below: 9) }
    let token = record(scheduler: RandomScheduler(seed: 5), drawing).token
    #expect(try exploreValues(.replay(token), drawing).values.values.map(\.self) == [1])
    #expect(throws: SimulationError.self) { try exploreValues(.replay(token)) { _ in 7 } }
  }
}
