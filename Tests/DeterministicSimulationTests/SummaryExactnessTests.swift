import DeterministicSimulation
import Testing

/// What a summary counts, to the schedule.
@Suite struct SummaryExactnessTests {
  private static func summary(
    of schedules: Int, interval: Int = 100,
    _ body: @escaping @Sendable (Simulation) async throws -> Void = { sim in
      _ = sim.next(below: 2)
    }
  ) throws -> ExplorationSummary {
    var options = ExplorationOptions(shard: .whole)
    options.determinismInterval = interval
    return try explore(.random(seeds: 0..<UInt64(schedules)), options: options, body)
  }

  @Test(arguments: [(0, 0), (1, 250), (7, 36), (100, 3), (249, 2), (250, 1), (1_000, 1)])
  func determinismIsCheckedInTheFirstOfEachInterval(interval: Int, checks: Int) throws {
    let summary = try Self.summary(of: 250, interval: interval)
    #expect(summary.determinismChecks == checks)
    #expect(summary.schedules == 250)
  }

  @Test func itIsSaturatedOnlyAfterAHundredSchedulesOfWhichHalfWereInVain() throws {
    let few = try Self.summary(of: 99)
    #expect(few.lastNewSchedule <= 49)
    #expect(!few.isSaturated)
    #expect(try Self.summary(of: 100).isSaturated)
    let varied = try Self.summary(of: 200) { sim in
      let tasks = (0..<5).map { _ in sim.spawn { for _ in 0..<5 { await sim.step() } } }
      for task in tasks { await task.value }
      for _ in 0..<10 { _ = sim.next(below: 100) }
    }
    #expect(varied.lastNewSchedule > 100)
    #expect(!varied.isSaturated)
  }
}
