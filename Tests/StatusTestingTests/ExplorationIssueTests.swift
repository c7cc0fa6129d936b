import DeterministicSimulation
import Testing

@testable import StatusTesting

@Suite struct ExplorationIssueTests {
  struct Broken: Error {}

  static let failing: @Sendable (Simulation) async throws -> Void = { sim in
    let numbers = (0..<10).map { _ in sim.next(below: 10) }
    if numbers.contains(7) { throw Broken() }
  }

  @Test func aFailureBecomesAnIssueWithItsToken() {
    withKnownIssue {
      let summary = expectNoFailure(
        .random(seeds: 0..<100), options: ExplorationOptions(shard: .whole), Self.failing)
      #expect(summary == nil)
    } matching: { issue in
      issue.description.contains("Broken()")
        && issue.description.contains("replay token: sim1")
        && issue.description.contains("to 1\ntrace:")
    }
  }

  @Test func aTranscriptIsMadeFromTheToken() {
    let tokens = Note()
    withKnownIssue {
      expectNoFailure(
        .random(seeds: 0..<100), options: ExplorationOptions(shard: .whole),
        transcript: { token in
          tokens.write("\(token)")
          return "what was sent"
        }, Self.failing)
    }
    #expect(tokens.read().hasPrefix("sim1"))
  }

  @Test func successReturnsTheSummary() {
    let summary = expectNoFailure(
      .random(seeds: 0..<50), options: ExplorationOptions(shard: .whole)
    ) { sim in
      _ = sim.next(below: 2)
    }
    #expect(summary?.schedules == 50)
  }

  @Test func theEnvironmentReplaysOneToken() throws {
    let run = record(scheduler: RandomScheduler(seed: 1)) { sim in _ = sim.next(below: 100) }
    let environment = SimulationEnvironment(["STATUS_SIMULATION_TOKEN": "\(run.token)"])
    let drawn = Note()
    try explore(
      environment.strategy(insteadOf: .random(seeds: 0..<100)),
      options: ExplorationOptions(shard: .whole)
    ) { sim in
      drawn.write("\(sim.next(below: 100))")
    }
    #expect(drawn.read() == "\(run.choices[0].value)")
    let damaged = SimulationEnvironment(["STATUS_SIMULATION_TOKEN": "sim1d_AAAAAAAAAA"])
    #expect(throws: ReplayToken.ParsingError.self) {
      try damaged.strategy(insteadOf: .firstInFirstOut)
    }
  }

  @Test(arguments: [
    (ExplorationStrategy.random(seeds: 5..<10), 20), (.random(seeds: 5..<100), 95),
    (.pct(depth: 2, seeds: 0..<3), 20), (.firstInFirstOut, 1),
  ])
  func theEnvironmentRaisesTheNumberOfSeeds(
    strategy: ExplorationStrategy, schedules: Int
  ) throws {
    let environment = SimulationEnvironment(["STATUS_SIMULATION_SEEDS": "20"])
    let summary = try explore(
      environment.strategy(insteadOf: strategy), options: ExplorationOptions(shard: .whole)
    ) { _ in }
    #expect(summary.schedules == schedules)
    #expect(environment.raised(7) == 20)
    #expect(environment.raised(70) == 70)
    #expect(SimulationEnvironment([:]).raised(7) == 7)
  }
}
