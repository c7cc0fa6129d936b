import DeterministicSimulation
import RunTimelines
import StateLocking
import Testing

@testable import StatusTesting

/// The pictures that are attached to simulated tests.
@Suite struct SimulatedPictureTests {
  private struct BodyError: Error {}

  /// The pictures of a test with some body, whose issues are not this test's.
  private static func pictures(
    _ body: @escaping @concurrent @Sendable (Simulation) async throws -> Void
  ) async throws -> [RunTimeline] {
    let pictures = Lock<[RunTimeline]>([])
    let trait = SimulatedTrait { picture, _ in pictures.withLock { $0.append(picture) } }
    let test = try #require(Test.current)
    try await IssueHandlingTrait.filterIssues { _ in false }
      .provideScope(for: test, testCase: Test.Case.current) {
        try? await trait.run("deposits()", at: #_sourceLocation, SimulationLimits()) {
          try await body(#require(Simulation.current))
        }
      }
    return pictures.withLock { $0 }
  }

  @Test func aFailedExpectationIsFramedAtItsStep() async throws {
    let pictures = try await Self.pictures { sim in
      sim.spawn("other") { try await sim.clock.sleep(for: .milliseconds(7)) }
      try await sim.clock.sleep(for: .milliseconds(5))
      #expect(Bool(false), "the first")
      try await sim.clock.sleep(for: .milliseconds(9))
      #expect(Bool(false), "the second")
    }
    #expect(pictures.count == 1)
    let violation = try #require(pictures.first?.violation)
    #expect(violation.time == .milliseconds(5))
    #expect(violation.seen.contains("the first") && !violation.seen.contains("the second"))
    #expect(violation.event != nil)
    #expect(pictures[0].lanes.map(\.name) == ["deposits()", "other"])
    #expect(pictures[0].events.map(\.start).max() == .milliseconds(14))
  }

  @Test func anErrorIsFramedAtTheEnd() async throws {
    let pictures = try await Self.pictures { sim in
      try await sim.clock.sleep(for: .milliseconds(5))
      throw BodyError()
    }
    #expect(pictures.map(\.violation?.seen) == ["BodyError()"])
    #expect(pictures.first?.violation?.time == .milliseconds(5))
  }

  @Test func aSimulationThatFailsShowsWhatWasDoneBefore() async throws {
    let pictures = try await Self.pictures { sim in
      try await sim.clock.sleep(for: .milliseconds(5))
      _ = try await sim.channel("inbox", of: Int.self).receive()
    }
    #expect(pictures.first?.events.contains { $0.kind == .work } == true)
    #expect(pictures.first?.events.contains { $0.kind == .wait } == true)
  }

  @Test func whatPassesOrIsKnownHasNone() async throws {
    let pictures = try await Self.pictures { sim in
      try await sim.clock.sleep(for: .milliseconds(5))
      withKnownIssue { #expect(Bool(false)) }
      Issue.record("no failure", severity: .warning)
    }
    #expect(pictures.isEmpty)
  }

  @Test func aTestThatIsCancelledHasNone() async throws {
    let test = Task { try await Self.pictures { _ in throw BodyError() } }
    test.cancel()
    let pictures = try await test.value
    #expect(pictures.isEmpty)
  }

  @Test func ofALongRunTheLastStepsAreDrawn() async throws {
    let pictures = try await Self.pictures { sim in
      for _ in 0..<10_000 { await sim.step() }
      throw BodyError()
    }
    let events = try #require(pictures.first?.events)
    #expect(events.count >= 2_000 && events.count < 4_000)
    #expect((Int(events[0].name) ?? 0) > 5_000)
  }
}
