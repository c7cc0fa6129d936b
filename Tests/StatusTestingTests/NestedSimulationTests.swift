import DeterministicSimulation
import StatusTesting
import Testing

@Suite struct NestedSimulationTests {
  struct BodyError: Error {}

  /// A scoping trait that passes time of the simulation that it finds, if there is one.
  struct Fixture: TestTrait, SuiteTrait, TestScoping {
    @TaskLocal static var starts: [VirtualClock.Instant?] = []
    let duration: Duration
    var isRecursive: Bool { true }

    func provideScope(
      for test: Test, testCase: Test.Case?,
      performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
      let clock = Simulation.current?.clock
      try await Self.$starts.withValue(Self.starts + [clock?.now]) {
        try await clock?.sleep(for: duration)
        try await function()
        try await clock?.sleep(for: duration)
      }
    }
  }

  /// A trait of a user's own that is simulated by delegation.
  struct Delegating: TestTrait, SuiteTrait, TestScoping {
    let limits: SimulationLimits
    var isRecursive: Bool { true }

    func provideScope(
      for test: Test, testCase: Test.Case?,
      performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
      try await SimulatedTrait.simulated(limits: limits)
        .provideScope(for: test, testCase: testCase, performing: function)
    }
  }

  static func clock() throws -> VirtualClock { try #require(Simulation.current).clock }

  /// What ends no simulation whose limits are the usual ones, and any with the limits below.
  static func work() async throws {
    let simulation = try #require(Simulation.current)
    for _ in 1...100 { await simulation.step() }
    try await simulation.clock.sleep(for: .seconds(60))
  }

  static let tight = SimulationLimits(steps: 0, virtualTime: .zero)
  static let brief = SimulationLimits(virtualTime: .seconds(59))

  @Suite(.simulated) struct Plain {
    @Test(.simulated) func aTestInASuite() async throws {
      #expect(try clock().now == .zero)
      try await work()
      #expect(try clock().now.description == "60 s")
    }

    @Test(.simulated, arguments: [1, 2, 3]) func eachCaseHasATimeOfItsOwn(seconds: Int) async throws
    {
      try await clock().sleep(for: .seconds(seconds))
      #expect(try clock().now.description == "\(seconds) s")
    }

    @Test(.simulated, .timeLimit(.minutes(1))) func withATimeLimit() async throws {
      try await work()
    }

    @Test(.simulated, .simulated) func twiceOnOneTest() async throws { try await work() }

    @Test(.simulated) func synchronous() throws { #expect(try clock().now == .zero) }

    @Test(.simulated) func spawnedTasksAndChildren() async throws {
      let simulation = try #require(Simulation.current)
      let spawned = simulation.spawn {
        try await simulation.clock.sleep(for: .seconds(1))
        return Simulation.current?.clock.now
      }
      async let child: Void = work()
      try await child
      #expect(try await spawned.value?.description == "1 s")
    }

    @Suite(.simulated, .serialized) struct Deeper {
      @Test(.simulated) func threeDeep() async throws { try await work() }
      @Test func inheritedTwice() async throws { try await work() }
      @Test(.simulated, arguments: 1...2) func serially(_: Int) async throws { try await work() }
    }
  }

  @Suite(.simulated(limits: tight)) struct TightOutside {
    @Test(.simulated) func theInnermostCounts() async throws { try await work() }

    @Suite(.simulated) struct Middle {
      @Test func alsoThatOfASuite() async throws { try await work() }
    }

    @Suite(.simulated(limits: brief)) struct Brief {
      @Test(.simulated) func theInnermostOfThree() async throws { try await work() }
    }
  }

  @Suite(.fails("the limit of 59.0 seconds of virtual time is used up"), .simulated)
  struct TightInside {
    @Test(.simulated(limits: brief)) func theInnermostCounts() async throws { try await work() }

    @Test(.simulated(limits: tight), .simulated(limits: brief))
    func theLastOfTwoCounts() async throws { try await work() }

    @Suite(.simulated(limits: brief)) struct Middle {
      @Test func alsoThatOfASuite() async throws { try await work() }
    }
  }

  @Suite(.fails("deadlock: nothing is runnable"), .simulated) struct Stuck {
    @Test(.simulated) func isOneIssue() async throws {
      await SimulatedTraitFailureTests.waitUntilCancelled()
    }

    @Test(.simulated, arguments: 1...2) func isOneIssueOfEachCase(_: Int) async throws {
      _ = try await #require(Simulation.current).channel("inbox", of: Int.self).receive()
    }
  }

  @Suite(.simulated) struct Failing {
    @Test(.fails("Caught error: BodyError()"), .simulated) func throwing() async throws {
      try await clock().sleep(for: .seconds(1))
      throw BodyError()
    }

    @Test(.fails("Expectation failed"), .simulated) func expecting() async throws {
      try await work()
      #expect(try clock().now == .zero)
    }

    @Test(.simulated, .fails("Expectation failed")) func expectingInside() async throws {
      try await work()
      #expect(try clock().now == .zero)
    }
  }

  @Suite(Fixture(duration: .seconds(9)), .simulated, Fixture(duration: .seconds(2)))
  struct Scoping {
    @Test(.simulated, Fixture(duration: .seconds(1)))
    func allTraitsInsideOfTheOutermostShareOneTime() throws {
      #expect(Fixture.starts == [nil, .zero, .zero.advanced(by: .seconds(2))])
      #expect(try clock().now.description == "3 s")
    }

    @Test(.simulated(limits: SimulationLimits(virtualTime: .seconds(5))))
    func limitsCountFromTheInnermostOn() async throws {
      try await clock().sleep(for: .seconds(3))
      #expect(try clock().now.description == "5 s")
    }
  }

  @Suite(Delegating(limits: brief)) struct DelegatingOutside {
    @Test(.simulated) func theInnermostCounts() async throws { try await work() }
  }

  @Suite(.simulated) struct DelegatingInside {
    @Test(Delegating(limits: SimulationLimits(steps: 2_000_000)))
    func isInTheSameSimulation() async throws { try await work() }

    @Test(.simulated(limits: brief), Delegating(limits: SimulationLimits()))
    func countsIfItIsTheInnermost() async throws { try await work() }
  }

  @Suite(.fails("the limit of 59.0 seconds of virtual time is used up"), .simulated)
  struct DelegatingTightInside {
    @Test(Delegating(limits: brief)) func theInnermostCounts() async throws { try await work() }
  }
}
