import DeterministicSimulation
import Testing

/// Depth-first exploration without orders that only swap steps which touch different things.
@Suite struct ReductionTests {
  /// Tasks that each touch a variable in each of their segments; equal names are one variable.
  static func body(
    _ names: [String], segments: Int, isWrite: Bool = true
  ) -> @Sendable (Simulation) async throws -> Void {
    { sim in
      for (number, name) in names.enumerated() {
        sim.spawn("task \(number)") {
          for segment in 0..<segments {
            if segment > 0 { await sim.step() }
            sim.recordAccess(to: SharedResource("variable", name), isWrite: isWrite)
          }
        }
      }
    }
  }

  @Test func twoViewersOfTwoTracesTakeAHundredthOfTheSchedules() throws {
    let body = Self.body(["a", "b"], segments: 8, isWrite: false)
    let all = try explore(.depthFirst(schedules: 20_000), body)
    #expect(all.schedules == 12_870)
    #expect(all.isExhaustive)
    let reduced = try explore(.depthFirst(schedules: 20_000, reduced: true), body)
    #expect(reduced.isExhaustive)
    #expect(reduced.schedules <= 128)
    #expect(reduced.distinctOrders == 1)
    #expect(reduced.schedules == reduced.blockedSchedules + 1)
    #expect(reduced.swapChecks > 0)
    #expect(
      reduced.description.hasPrefix(
        "exhaustive, assuming that tasks share only what footprints show: "))
    print("two viewers of 8 steps: \(all); reduced: \(reduced)")
  }

  @Test(arguments: 1...5)
  func whereAllConflictsEveryScheduleIsRun(segments: Int) throws {
    let names = ["a", "a"]
    let binomial = (1...segments).reduce(1) { $0 * (segments + $1) / $1 }
    for reduced in [false, true] {
      let summary = try explore(
        .depthFirst(schedules: 20_000, reduced: reduced), Self.body(names, segments: segments))
      #expect(summary.schedules == binomial)
      #expect(summary.blockedSchedules == 0)
      #expect(summary.isExhaustive)
    }
  }

  @Test(arguments: [[1, 1, 1], [2, 2, 2], [3, 3, 3], [1, 2, 3], [5, 5]])
  func whereNothingIsKnownEveryScheduleIsRun(segments: [Int]) throws {
    let explored = try ExhaustiveExplorationTests.orders(segments: segments, reduced: true)
    let expected = ExhaustiveExplorationTests.interleavings(segments: segments)
    #expect(explored.summary.schedules == expected.count)
    #expect(Set(explored.orders) == Set(expected.map { $0.map(String.init).joined() }))
    #expect(explored.summary.isExhaustive)
  }

  @Test(arguments: 2...4)
  func theSchedulesAreThoseOfOneThread(threads: Int) throws {
    var options = ExplorationOptions()
    let body = Self.body(["a", "b", "a", "c"], segments: 2)
    let alone = try explore(.depthFirst(schedules: 20_000, reduced: true), options: options, body)
    options.threads = threads
    let summary = try explore(.depthFirst(schedules: 20_000, reduced: true), options: options, body)
    #expect(summary.schedules == alone.schedules)
    #expect(summary.blockedSchedules == alone.blockedSchedules)
    #expect(summary.distinctOrders == 6)
    #expect(summary.isExhaustive)
  }

  /// Each class of equivalent schedules is run once, apart from those that are blocked.
  @Test(arguments: [["a", "b", "a"], ["a", "b", "c"], ["a", "a", "b", "b"]])
  func eachOrderIsRunOnce(names: [String]) throws {
    let body = Self.body(names, segments: 2)
    let all = try explore(.depthFirst(schedules: 50_000), body)
    let reduced = try explore(.depthFirst(schedules: 50_000, reduced: true), body)
    #expect(all.isExhaustive)
    #expect(reduced.isExhaustive)
    #expect(reduced.schedules - reduced.blockedSchedules == all.distinctOrders)
    #expect(reduced.distinctOrders == all.distinctOrders)
    #expect(reduced.schedules < all.schedules / 2)
  }

  @Test func aBoundOfPreemptionsIsRefused() throws {
    let error = #expect(throws: InvalidStrategy.self) {
      try explore(.depthFirst(preemptions: 2, schedules: 10, reduced: true)) { _ in }
    }
    let text = try #require(error).description
    #expect(text.contains(".depthFirst(preemptions: 2, schedules: 10, reduced: true)"))
    #expect(text.contains("Leave out the bound or the reduction"))
  }

  @Test func theLimitOfSchedulesHoldsHereToo() throws {
    for limit in [0, 1, 3] {
      let summary = try explore(
        .depthFirst(schedules: limit, reduced: true), Self.body(["a", "b"], segments: 4))
      #expect(summary.schedules == limit)
      #expect(!summary.isExhaustive)
    }
  }

  @Test func drawnNumbersAreAllTried() throws {
    let body: @Sendable (Simulation) async throws -> [Int] = { sim in
      let channels = [
        sim.channel("0", of: Int.self), sim.channel("1", of: Int.self),
      ]
      for task in 0..<2 {
        sim.spawn {
          for _ in 0..<2 {
            sim.recordAccess(to: SharedResource("variable", "\(task)"), isWrite: true)
            await sim.step()
          }
          let other = sim.next(below: 3)
          // What the next step touches hangs on the number.
          try await channels[other == 2 ? 1 - task : task].send(other)
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      channels.forEach { $0.finish() }
      var received: [Int] = []
      for channel in channels {
        while let number = try await channel.receive() { received.append(number) }
        received.append(-1)
      }
      return received
    }
    let all = try exploreValues(.depthFirst(schedules: 50_000), body)
    let reduced = try exploreValues(.depthFirst(schedules: 50_000, reduced: true), body)
    #expect(all.summary.isExhaustive && reduced.summary.isExhaustive)
    #expect(Set(all.values.keys) == Set(reduced.values.keys))
    #expect(all.values.count > 9)
    #expect(reduced.summary.dependence == nil)
    #expect(reduced.summary.schedules < all.summary.schedules)
  }
}

/// What tasks share and no footprint shows.
@Suite struct InvisibleSharingTests {
  /// A variable that tells nobody that it is touched.
  final class Plain: @unchecked Sendable {
    var count = 0
    var order = ""
  }

  /// Two tasks that touch something of their own, and a variable that nobody knows of.
  static func body(
    _ touch: @escaping @Sendable (Plain, String, Int) -> Void
  ) -> @Sendable (Simulation) async throws -> Plain {
    { sim in
      let plain = Plain()
      let tasks = ["a", "b"].map { name in
        sim.spawn(name) {
          for step in 0..<4 {
            if step > 0 { await sim.step() }
            sim.recordAccess(to: SharedResource("variable", name), isWrite: true)
            touch(plain, name, step)
          }
        }
      }
      for task in tasks { await task.value }
      return plain
    }
  }

  @Test func isReportedIfTheValueShowsIt() throws {
    let body = Self.body { plain, name, _ in plain.order += name }
    let explored = try exploreValues(.depthFirst(schedules: 20_000, reduced: true)) { sim in
      try await body(sim).order
    }
    let reason = try #require(explored.summary.dependence)
    #expect(reason.contains("can't be swapped"))
    #expect(reason.contains("” after, not before, “"))
    #expect(reason.contains("the body returns another value"))
    #expect(!explored.summary.isReduced)
    #expect(explored.summary.isExhaustive)
    #expect(explored.summary.description.contains("; not reduced, because"))
    // Nothing is missing, since all is run after all.
    #expect(explored.values.count == 70)
    #expect(explored.values.values.reduce(0, +) == explored.summary.schedules)
  }

  @Test func anOrderThatFailsIsAFailureThoughNoScheduleIsLeft() throws {
    struct Lost: Error {}
    let ordered = Self.body { plain, name, _ in plain.order += name }
    let expected = try simulate { sim in try await ordered(sim).order }
    let failure = #expect(throws: ExplorationFailure.self) {
      try explore(.depthFirst(schedules: 1, reduced: true)) { sim in
        if try await ordered(sim).order != expected { throw Lost() }
      }
    }
    #expect(failure?.underlyingError is Lost)
    #expect(failure?.summary.isReduced == false)
    let token = try #require(failure?.token)
    #expect(throws: ExplorationFailure.self) {
      try explore(.replay(token)) { sim in
        if try await ordered(sim).order != expected { throw Lost() }
      }
    }
  }

  @Test func nothingIsCheckedWhereJobsAreAlike() throws {
    let summary = try explore(.depthFirst(schedules: 20_000, reduced: true)) { sim in
      await withTaskGroup { group in
        for name in ["a", "b"] {
          group.addTask { sim.recordAccess(to: SharedResource("variable", name), isWrite: true) }
        }
      }
    }
    #expect(summary.swapChecks == 0)
    #expect(summary.dependence == nil)
  }

  @Test func isReportedIfTheVerdictShowsIt() throws {
    struct Lost: Error {}
    let body = Self.body { plain, _, _ in plain.order += "." }
    let summary = try explore(.depthFirst(schedules: 20_000, reduced: true)) {
      _ = try await body($0)
    }
    #expect(summary.dependence == nil)
    let ordered = Self.body { plain, name, _ in plain.order += name }
    let failure = #expect(throws: ExplorationFailure.self) {
      try explore(.depthFirst(schedules: 20_000, reduced: true)) { sim in
        if try await ordered(sim).order.hasPrefix("abba") { throw Lost() }
      }
    }
    #expect(failure?.underlyingError is Lost)
    #expect(failure?.summary.dependence?.contains("Lost()") ?? false)
  }

  @Test func isReportedIfATaskDoesSomethingElse() throws {
    let summary = try explore(.depthFirst(schedules: 20_000, reduced: true)) { sim in
      let plain = Plain()
      for name in ["a", "b"] {
        sim.spawn(name) {
          sim.recordAccess(to: SharedResource("variable", name), isWrite: true)
          plain.count += 1
          await sim.step()
          sim.recordAccess(
            to: SharedResource("variable", name + (plain.count == 1 ? "!" : "")), isWrite: true)
        }
      }
    }
    let reason = try #require(summary.dependence)
    #expect(reason.contains("a task does something else"))
  }

  @Test func isTakenOnTrustIfTheCheckIsTurnedOff() throws {
    var options = ExplorationOptions()
    options.swapInterval = 0
    let body = Self.body { plain, name, _ in plain.order += name }
    let summary = try explore(.depthFirst(schedules: 20_000, reduced: true), options: options) {
      _ = try await body($0)
    }
    #expect(summary.dependence == nil)
    #expect(summary.swapChecks == 0)
    #expect(summary.isReduced)
  }
}
