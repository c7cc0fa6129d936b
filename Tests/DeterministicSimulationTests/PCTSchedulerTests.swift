import DeterministicSimulation
import Testing

/// What PCT can and can't do with a depth: priorities fall at one moment less than it says.
@Suite struct PCTSchedulerTests {
  /// Two tasks of four steps each; the orders that were seen.
  private static func orders(depth: Int) throws -> Set<String> {
    var orders: Set<String> = []
    for seed in 0..<2_000 as Range<UInt64> {
      let scheduler = PCTScheduler(seed: seed, depth: depth, steps: 8)
      try orders.insert(simulate(scheduler: scheduler, SchedulerDistributionTests.body))
    }
    return orders
  }

  /// All orders of four steps on either side in which the tasks relieve each other so often at most.
  private static func orders(changes: Int) -> Set<String> {
    let all = ExhaustiveExplorationTests.interleavings(segments: [4, 4])
      .map { $0.map { $0 == 0 ? "L" : "R" }.joined() }
    return Set(all.filter { zip($0, $0.dropFirst()).count { $0 != $1 } <= changes })
  }

  @Test func depthOneNeverChangesPriorities() throws {
    #expect(try Self.orders(depth: 1) == ["LLLLRRRR", "RRRRLLLL"])
  }

  @Test func eachDepthMoreIsOneChangeMore() throws {
    #expect(try Self.orders(depth: 2) == Self.orders(changes: 2))
    #expect(try Self.orders(depth: 3) == Self.orders(changes: 3))
  }

  /// Picks the first and counts among how many picks there was a choice.
  private struct CountingFirst: Scheduler {
    let picks: Cell<Int>

    mutating func pick(from runnable: RunnableTasks) -> Int {
      picks.update { $0 += 1 }
      return 0
    }

    mutating func next(below bound: Int) -> Int { 0 }
  }

  @Test func stepsThatAreNotGivenAreThePicksOfAPlainRun() throws {
    let body: @Sendable (Simulation) async throws -> String = { sim in
      let order = Cell("")
      // Many steps that are alone, and few among which there is a choice.
      for _ in 0..<20 { await sim.step() }
      let tasks = ["L", "M", "R"].map { name in
        sim.spawn(name) {
          for _ in 0..<3 {
            await sim.step()
            order.update { $0 += name }
          }
        }
      }
      for task in tasks { await task.value }
      return order.value
    }
    let picks = Cell(0)
    _ = try simulate(scheduler: CountingFirst(picks: picks), body)
    let options = ExplorationOptions(shard: .whole)
    let given = try exploreValues(
      .pct(depth: 3, steps: picks.value, seeds: 0..<500), options: options, body)
    let found = try exploreValues(.pct(depth: 3, seeds: 0..<500), options: options, body)
    #expect(given.values.count > 20)
    #expect(given.values == found.values)
  }

  @Test func jobsOfOneTaskRunInTheirOrder() throws {
    for seed in 0..<50 as Range<UInt64> {
      let log = Log()
      try simulate(scheduler: PCTScheduler(seed: seed, depth: 1, steps: 10)) { sim in
        let task = sim.spawn("parent") {
          await withTaskGroup { group in
            for number in 1...5 { group.addTask { log.add("\(number)") } }
          }
        }
        await task.value
      }
      #expect(log.entries == ["1", "2", "3", "4", "5"])
    }
  }
}
