import DeterministicSimulation
import Testing

@Suite struct ExhaustiveExplorationTests {
  /// The orders in which the segments of tasks ran, one entry a schedule.
  static func orders(
    segments: [Int], preemptions: Int = .max, inGroup: Bool = true, threads: Int = 1,
    reduced: Bool = false
  ) throws -> (orders: [String], summary: ExplorationSummary) {
    let log = Log()
    var options = ExplorationOptions()
    options.threads = threads
    options.determinismInterval = 0
    options.swapInterval = 0
    let summary = try explore(
      .depthFirst(preemptions: preemptions, schedules: 100_000, reduced: reduced),
      options: options
    ) { sim in
      let order = Cell("")
      @Sendable func run(_ task: Int) async {
        for segment in 1...segments[task] {
          if segment > 1 { await sim.step() }
          order.update { $0 += String(task) }
        }
        if order.value.count == segments.reduce(0, +) { log.add(order.value) }
      }
      guard inGroup else {
        for task in segments.indices { sim.spawn { await run(task) } }
        return
      }
      await withDiscardingTaskGroup { group in
        for task in segments.indices {
          group.addTask(executorPreference: sim.executor("task \(task)")) { await run(task) }
        }
      }
    }
    return (log.entries, summary)
  }

  /// All interleavings, written down without a simulation.
  static func interleavings(segments: [Int]) -> [[Int]] {
    guard segments.contains(where: { $0 > 0 }) else { return [[]] }
    return segments.indices.filter { segments[$0] > 0 }.flatMap { task in
      var rest = segments
      rest[task] -= 1
      return interleavings(segments: rest).map { [task] + $0 }
    }
  }

  /// How often an interleaving leaves a task that has segments left.
  static func preemptions(in order: [Int], segments: [Int]) -> Int {
    var left = segments
    var count = 0
    for (index, task) in order.enumerated() {
      if index > 0, order[index - 1] != task, left[order[index - 1]] > 0 { count += 1 }
      left[task] -= 1
    }
    return count
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6], [true, false])
  func twoTasksGiveEveryInterleavingOnce(segments: Int, inGroup: Bool) throws {
    let explored = try Self.orders(segments: [segments, segments], inGroup: inGroup)
    let expected = Self.interleavings(segments: [segments, segments])
    let binomial = (1...segments).reduce(1) { $0 * (segments + $1) / $1 }
    #expect(explored.orders.count == binomial)
    #expect(Set(explored.orders) == Set(expected.map { $0.map(String.init).joined() }))
    #expect(explored.summary.schedules == binomial)
    #expect(explored.summary.distinctSchedules == binomial)
    #expect(explored.summary.isExhaustive)
  }

  @Test(arguments: [[1, 1, 1], [2, 2, 2], [3, 3, 3], [1, 2, 3]])
  func threeTasksGiveTheMultinomial(segments: [Int]) throws {
    let explored = try Self.orders(segments: segments)
    let factorial = { (number: Int) in (1...number).reduce(1, *) }
    let multinomial =
      factorial(segments.reduce(0, +)) / segments.map(factorial).reduce(1, *)
    #expect(explored.orders.count == multinomial)
    #expect(Set(explored.orders).count == multinomial)
  }

  @Test(arguments: 0...4)
  func preemptionBoundsMatchBruteForce(bound: Int) throws {
    for segments in [[4, 4], [2, 3, 3]] {
      let explored = try Self.orders(segments: segments, preemptions: bound)
      let expected = Self.interleavings(segments: segments).filter {
        Self.preemptions(in: $0, segments: segments) <= bound
      }
      #expect(explored.orders.count == expected.count)
      #expect(Set(explored.orders) == Set(expected.map { $0.map(String.init).joined() }))
      #expect(explored.summary.isExhaustive)
      #expect(
        explored.summary.description
          == "exhaustive to \(bound) preemptions: \(expected.count) schedules")
    }
  }

  @Test func threadsShareTheTree() throws {
    let explored = try Self.orders(segments: [5, 5], threads: 4)
    #expect(explored.orders.count == 252)
    #expect(Set(explored.orders).count == 252)
    #expect(explored.summary.isExhaustive)
  }

  @Test func drawnNumbersAreExploredToo() throws {
    let log = Log()
    let summary = try explore(.depthFirst(schedules: 100)) { sim in
      let first = sim.next(below: 3)
      log.add("\(first)\(first == 1 ? String(sim.next(below: 4)) : "")")
    }
    // The first schedule is run twice, to check that the body is deterministic.
    #expect(log.entries == ["0", "0", "1" + "0", "11", "12", "13", "2"])
    #expect(summary.description == "exhaustive: 6 schedules")
  }

  @Test func theLimitOfSchedulesIsSaid() throws {
    let summary = try explore(.depthFirst(preemptions: 2, schedules: 10)) { sim in
      for _ in 1...3 { sim.spawn { await sim.step() } }
    }
    #expect(summary.schedules == 10)
    #expect(!summary.isExhaustive)
    #expect(summary.description == "not exhausted to 2 preemptions: 10 schedules")
  }

  @Test func findsAFailureDeepInTheTree() throws {
    let failure = try #require(
      throws: ExplorationFailure.self,
      performing: {
        try explore(.depthFirst(schedules: 10_000)) { sim in
          let order = Cell("")
          let tasks = ["a", "b"].map { name in
            sim.spawn(name) {
              for _ in 1...4 {
                order.update { $0 += name }
                await sim.step()
              }
            }
          }
          for task in tasks { await task.value }
          if order.value == "baabbaab" { throw CancellationError() }
        }
      })
    #expect(failure.schedule > 20)
    #expect(failure.summary.failures == 1)
  }
}
