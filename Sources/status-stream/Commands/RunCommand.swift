internal import DeterministicSimulation

/// Runs an agent on queries and shows its status updates.
package struct RunCommand: Subcommand {
  /// What the user types.
  package static let name = "run"
  /// The options that it takes.
  package static let options = [OptionSyntax.query, .agent, .clock] + Streaming.options
  /// It takes none.
  package static let operandLimit = 0

  /// What to ask the agent, in this order.
  package let queries: [String]
  /// Which agent to run.
  package let agent: AgentKind
  /// Which clock everything waits on.
  package let clock: ClockKind
  /// How to show the status updates; `nil` to show none.
  package let streaming: Streaming?

  /// Reads the options.
  package init(_ arguments: ParsedArguments) throws(UsageError) {
    streaming = try Streaming(arguments)
    let given = arguments.values(of: .query)
    guard given.allSatisfy({ !$0.allSatisfy(\.isWhitespace) }) else {
      throw UsageError("a --query is empty: expected a question for the agent")
    }
    if let sink = streaming?.sink, sink != .terminal, given.count != 1 {
      throw UsageError(
        "--sink \(sink.rawValue) carries one run: expected exactly one --query, got \(given.count)")
    }
    queries = given.isEmpty ? Self.exampleQueries : given
    agent = try arguments.choice(of: .agent, as: AgentKind.self) ?? .planner
    clock = try arguments.choice(of: .clock, as: ClockKind.self) ?? .real
  }

  /// Runs the agent on every query.
  package func execute(on console: Console) async throws -> ExitStatus {
    switch clock {
    case .real: try await run(on: console, clock: ContinuousClock())
    case .virtual:
      try simulate(limits: limits) { sim in try await run(on: console, clock: sim.clock) }
    }
  }

  private func run<C: Clock>(
    on console: Console, clock: C
  ) async throws -> ExitStatus where C.Duration == Duration {
    let session = Session(
      agent: agent.makeAgent(clock: clock), streaming: streaming, clock: clock,
      output: console.output, errors: console.errors,
      isStopped: { console.interruption.isRaised })
    return try await session.run(queries) ? .success : .failure
  }

  /// Room for whatever intervals were asked for, but not for an agent that never ends.
  private var limits: SimulationLimits {
    let perQuery = .seconds(3600) + (streaming?.pollInterval ?? .zero) * 2
    return SimulationLimits(steps: .max, virtualTime: perQuery * queries.count)
  }

  private static let exampleQueries = [
    "Analyze the latest deployment logs",
    "We're seeing a ValueError in production, help diagnose",
    "What's the status of the API service?",
  ]
}

extension OptionSyntax {
  fileprivate static let query = OptionSyntax("--query", .values)
  fileprivate static let agent = OptionSyntax("--agent", .value)
  fileprivate static let clock = OptionSyntax("--clock", .value)
}
