internal import DeterministicSimulation
internal import ReferenceScenarios

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

extension RunCommand {
  /// What it does.
  package static let summary = "Run an agent on queries and show its status updates"

  /// The explanation of the command.
  package static var help: String {
    """
    Usage: status-stream [run] [OPTION]…

    Runs an agent on one query after another. Headings and answers go to standard
    output, status updates to standard error; with a sink other than terminal,
    standard output carries the bytes of that stream alone and everything else goes
    to standard error.

    \(optionsHelp)
    Exit status: 0 fine, or nobody reads the output any more; 1 an agent failed; 64
    the command line is wrong; 74 output failed; 130 interrupted; 143 terminated.
    After an interruption the stream still ends, with the cancellation of its run if
    that had not ended.

    """
  }

  /// The explanation of the options.
  static let optionsHelp = """
    Options of run:
      --query TEXT           A query for the agent; may be repeated. Default: three
                             examples.
      --agent AGENT          planner (default) or pipeline.
      --stream               Show status updates as they happen.
      --sink SINK            terminal (default), sse, websocket or jsonl. All but
                             terminal imply --stream and take exactly one --query.
      --profile PROFILE      With --sink sse or websocket: reference (default), in
                             which an event stream shows neither how a run ended nor
                             whether it was cut off, resumable, in which each event
                             has a number to resume after, the end too, or ag-ui,
                             the events of AG-UI 1.0, which chat front ends read;
                             they are numbered likewise.
      --thread ID            With --profile ag-ui: the conversation that the run
                             belongs to. Default: thread-1.
      --resume-after N       With --profile resumable or ag-ui: leave out the events
                             up to number N; ag-ui begins with how things stand
                             then.
      --epoch NAME           With --profile resumable or ag-ui, or --sink jsonl:
                             number events NAME-1, NAME-2, and so on; --resume-after
                             then takes NAME-N.
      --monitor MONITOR      With --stream: polling (default) or wake.
      --poll-interval TIME   With --monitor polling: how often to look for updates,
                             in ns, us, ms, s, m or h. Default: 50ms.
      --timestamps           With --stream: begin lines with the time since the
                             query began.
      --clock CLOCK          real (default) or virtual, in which no time passes.

    """
}

/// The agents that can be run.
package enum AgentKind: String, Sendable, CaseIterable {
  /// A planner that chooses one tool after the other.
  case planner
  /// A fixed graph of nodes.
  case pipeline

  func makeAgent<C: Clock>(clock: C) -> any Agent where C.Duration == Duration {
    switch self {
    case .planner: EnterpriseAgent(clock: clock)
    case .pipeline: RoadmapPipeline(clock: clock)
    }
  }
}

/// What everything in a session waits on.
package enum ClockKind: String, Sendable, CaseIterable {
  /// The system's monotonic clock.
  case real
  /// A clock that jumps to the next instant at which something happens.
  case virtual
}
