import DeterministicSimulation
import Testing

/// How often strategies take which interleaving, against what is computed without a simulation.
@Suite struct SchedulerDistributionTests {
  /// Two tasks of four steps each; the order in which they went.
  static let body: @Sendable (Simulation) async -> String = { sim in
    let order = Cell("")
    let tasks = ["L", "R"].map { name in
      sim.spawn(name) {
        order.update { $0 += name }
        for _ in 1..<4 {
          await sim.step()
          order.update { $0 += name }
        }
      }
    }
    for task in tasks { await task.value }
    return order.value
  }

  /// Chi-squared of how often each of all outcomes came, against their probabilities.
  private static func deviation(
    _ runs: Int, from expected: [String: Double],
    _ body: @escaping @Sendable (Simulation) async -> String,
    _ scheduler: (UInt64) -> any Scheduler
  ) throws -> Double {
    var counts: [String: Int] = [:]
    for seed in 0..<UInt64(runs) {
      let outcome = try run(scheduler(seed), body)
      counts[outcome, default: 0] += 1
    }
    #expect(counts.keys.allSatisfy { expected[$0] != nil }, "\(counts)")
    return expected.reduce(0) { sum, entry in
      let wanted = entry.value * Double(runs)
      let difference = Double(counts[entry.key] ?? 0) - wanted
      return sum + difference * difference / wanted
    }
  }

  private static func run(
    _ scheduler: some Scheduler, _ body: @escaping @Sendable (Simulation) async -> String
  ) throws -> String {
    try simulate(scheduler: scheduler) { sim in await body(sim) }
  }

  private static var even: [String: Double] {
    let orders = ExhaustiveExplorationTests.interleavings(segments: [4, 4])
    let names = orders.map { $0.map { $0 == 0 ? "L" : "R" }.joined() }
    return Dictionary(uniqueKeysWithValues: names.map { ($0, 1 / Double(names.count)) })
  }

  @Test func uniformRandomWalkIsUniform() throws {
    let profile = ScheduleProfile { sim in _ = await Self.body(sim) }
    #expect(Self.even.count == 70)
    let urw = try Self.deviation(100_000, from: Self.even, Self.body) {
      URWScheduler(seed: $0, profile: profile)
    }
    #expect(urw < 130)
    let random = try Self.deviation(100_000, from: Self.even, Self.body) {
      RandomScheduler(seed: $0)
    }
    #expect(random > 130)
  }

  /// With all steps selected, the order is drawn as URW draws it.
  @Test func selectingAllStepsIsUniform() throws {
    let profile = ScheduleProfile { sim in _ = await Self.body(sim) }
    let surw = try Self.deviation(20_000, from: Self.even, Self.body) {
      SURWScheduler(seed: $0, profile: profile, targets: Set(profile.targets))
    }
    #expect(surw < 130)
  }

  /// Two tasks take a lock three times each, beside a third with twenty steps elsewhere.
  private static let locking: @Sendable (Simulation) async -> String = { sim in
    let order = Cell("")
    let lock = sim.lock("log")
    let tasks = ["L", "R"].map { name in
      sim.spawn(name) {
        for _ in 0..<3 { try await lock.withLock { order.update { $0 += name } } }
      }
    }
    sim.spawn("noise") { for _ in 0..<20 { await sim.step() } }
    for task in tasks { try? await task.value }
    return order.value
  }

  @Test func selectedStepsAreUniformBesideOthers() throws {
    let orders = ExhaustiveExplorationTests.interleavings(segments: [3, 3])
      .map { $0.map { $0 == 0 ? "L" : "R" }.joined() }
    let even = Dictionary(uniqueKeysWithValues: orders.map { ($0, 1 / Double(orders.count)) })
    let profile = ScheduleProfile { sim in _ = await Self.locking(sim) }
    let lock = Set(profile.targets.filter { profile.steps(on: $0) == 6 })
    #expect(lock.count == 1)
    let surw = try Self.deviation(20_000, from: even, Self.locking) {
      SURWScheduler(seed: $0, profile: profile, targets: lock)
    }
    // The 0.1 % quantile of 19 degrees of freedom.
    #expect(surw < 43.8)
    let random = try Self.deviation(20_000, from: even, Self.locking) {
      RandomScheduler(seed: $0)
    }
    #expect(random > 43.8)
  }

  /// Three tasks of one step each, after a common start, whose priorities are never drawn again:
  /// the order of the steps is that of the priorities, so a task of two steps follows from ranks.
  @Test func partialOrderSamplingFollowsPriorities() throws {
    let body: @Sendable (Simulation) async -> String = { sim in
      let order = Cell("")
      let left = sim.spawn("L") {
        order.update { $0 += "L" }
        await sim.step()
        order.update { $0 += "L" }
      }
      let right = sim.spawn("R") { order.update { $0 += "R" } }
      await left.value
      await right.value
      return order.value
    }
    // R's one priority against the first of L, and if it is lower against the second: of three
    // priorities R's is the highest, the lower of two, or the lowest.
    let expected = ["RLL": 1.0 / 2, "LRL": 1.0 / 6, "LLR": 1.0 / 3]
    let pos = try Self.deviation(30_000, from: expected, body) { POSScheduler(seed: $0) }
    // The 0.1 % quantile of two degrees of freedom.
    #expect(pos < 13.8)
    let random = try Self.deviation(30_000, from: expected, body) { RandomScheduler(seed: $0) }
    #expect(random > 13.8)
  }

  /// Where both race for one lock, the loser's priority is drawn again, as if chances were even.
  @Test func partialOrderSamplingDrawsLosersAgain() throws {
    let body: @Sendable (Simulation) async -> String = { sim in
      let order = Cell("")
      let lock = sim.lock("log")
      @Sendable func write(_ name: String, _ times: Int) async throws {
        for _ in 0..<times { try await lock.withLock { order.update { $0 += name } } }
      }
      let left = sim.spawn("L") { try await write("L", 2) }
      let right = sim.spawn("R") { try await write("R", 1) }
      try? await left.value
      try? await right.value
      return order.value
    }
    // The first steps only ask for the lock; L's and R's next ones race. If the second of L has
    // begun before R has asked, R's start has lost to it without a race.
    let expected = Self.expectedOfRace
    let pos = try Self.deviation(30_000, from: expected, body) { POSScheduler(seed: $0) }
    #expect(pos < 13.8)
  }

  /// The distribution by brute force over the ranks of priorities.
  private static var expectedOfRace: [String: Double] {
    var expected: [String: Double] = [:]
    let ranks = permutations(Array(0..<6))
    for rank in ranks {
      // Priorities in the order of need: starts of L and R, then their lock steps, then redraws.
      expected[race(rank), default: 0] += 1 / Double(ranks.count)
    }
    return expected
  }

  private static func permutations(_ values: [Int]) -> [[Int]] {
    guard !values.isEmpty else { return [[]] }
    return values.flatMap { value in
      permutations(values.filter { $0 != value }).map { [value] + $0 }
    }
  }

  /// Partial order sampling of two tasks that start and then write once or twice, with given
  /// priorities.
  private static func race(_ priorities: [Int]) -> String {
    var unused = priorities[...]
    var left = [3, 2]  // Steps: a start, and the writes.
    var current: [Int?] = [nil, nil]
    var order = ""
    while left[0] > 0 || left[1] > 0 {
      let live = [0, 1].filter { left[$0] > 0 }
      guard live.count == 2 else {
        let isStart = left[live[0]] == [3, 2][live[0]]
        if !isStart { order += live[0] == 0 ? "L" : "R" }
        left[live[0]] -= 1
        continue
      }
      for task in live where current[task] == nil { current[task] = unused.popFirst() }
      let winner = (current[0] ?? 0) > (current[1] ?? 0) ? 0 : 1
      let loser = 1 - winner
      let isStart = { (task: Int) in left[task] == [3, 2][task] }
      if !isStart(winner), !isStart(loser) { current[loser] = nil }
      if !isStart(winner) { order += winner == 0 ? "L" : "R" }
      current[winner] = nil
      left[winner] -= 1
    }
    return order
  }
}
