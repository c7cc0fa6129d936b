import DeterministicSimulation
import Testing

@testable import StatusTesting

@Suite struct SimulatedTraitFailureTests {
  struct BodyError: Error, Equatable {}

  static func run(
    limits: SimulationLimits = SimulationLimits(), patience: Int = 60_000,
    _ body: @escaping @concurrent @Sendable (Simulation) async throws -> Void
  ) async throws {
    let trait = SimulatedTrait(patience: patience)
    try await trait.run("deposits()", at: #_sourceLocation, limits) {
      try await body(#require(Simulation.current))
    }
  }

  /// Waits for ever, but for its cancellation.
  static func waitUntilCancelled() async {
    let (stream, _) = AsyncStream.makeStream(of: Void.self)
    for await _ in stream {}
  }

  @Test func aDeadlockIsOneIssueAndTheWaitThrows() async throws {
    let caught = Note()
    try await withKnownIssue {
      try await Self.run { sim in
        do {
          _ = try await sim.channel("inbox", of: Int.self).receive()
        } catch {
          caught.write("\((error as? SimulationError)?.code == .deadlock)")
          throw error
        }
      }
    } matching: { issue in
      issue.description.contains("the simulation of this test failed: deadlock")
        && issue.description.contains("waits for an element of the channel \"inbox\"")
    }
    #expect(caught.read() == "true")
  }

  @Test func aBodyThatWaitsElsewhereIsCancelled() async throws {
    let end = Note()
    try await withKnownIssue {
      try await Self.run { _ in
        await Self.waitUntilCancelled()
        end.write("cancelled: \(Task.isCancelled)")
      }
    } matching: { issue in
      issue.description.contains("\"deposits()\" (\(#fileID):14) waits for something unknown")
    }
    #expect(end.read() == "cancelled: true")
  }

  @Test func limitsAndLeaksAreIssuesToo() async throws {
    try await withKnownIssue {
      try await Self.run(limits: SimulationLimits(steps: 100)) { sim in
        while !Task.isCancelled { await sim.step() }
      }
    } matching: {
      $0.description.contains("the limit of 100 steps is used up, most by \"deposits()\"")
    }
    try await withKnownIssue {
      try await Self.run { sim in sim.spawn("lost") { await Self.waitUntilCancelled() } }
    } matching: {
      $0.description.contains("the body has ended, but a task that it spawned never can")
    }
  }

  @Test func anErrorOfTheBodyIsThrownAsItself() async {
    await #expect(throws: BodyError()) {
      try await Self.run { sim in
        sim.spawn("other") { try await sim.clock.sleep(for: .seconds(1)) }
        try await sim.clock.sleep(for: .milliseconds(1))
        throw BodyError()
      }
    }
  }

  @Test func aBodyThatCannotBeEndedEndsTheProcess() async {
    await #expect(processExitsWith: .exitCode(1)) {
      // The issue that is recorded before the exit is that of this test too.
      await withKnownIssue {
        try? await SimulatedTraitFailureTests.run(patience: 50) { _ in
          await unsafe withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
        }
      }
    }
  }
}
