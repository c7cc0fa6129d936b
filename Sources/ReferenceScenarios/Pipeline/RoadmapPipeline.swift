public import StatusStreaming

/// An agent that is a fixed graph of nodes instead of a planner's choices.
///
/// ```text
/// start ─ triage ┬ documents_plan ─ parse_documents ─ extract_metadata ─ generate_summary ─ render_report ┬ compose_final
///                ├ bug_plan ─ collect_logs ─ run_diagnostics ─ propose_fix ──────────────────────────────┤
///                └ general_plan ─────────────────────────────────────────────────────────────────────────┘
/// ```
///
/// Triage hands its decision to all three plans, and the one that it names goes on: it shows the
/// whole roadmap, then each step says that it runs and how it ended. Every node sends its updates to
/// one more node, `status_updates`, which publishes them in the order of their arrival. Two nodes
/// run a graph of their own: `extract_metadata` looks into the documents two at a time, and
/// `run_diagnostics` lets two checks run side by side and joins what they find.
///
/// A step that fails ends the run with a `StatusFailure`; what was said before it is published first.
public struct RoadmapPipeline<C: Clock>: Agent where C.Duration == Duration {
  /// What all waiting goes through.
  public let clock: C
  /// How long everything takes.
  public let timing: AgentTiming
  /// What goes wrong on purpose.
  public let fault: AgentFault?

  /// Makes a pipeline.
  ///
  /// - Parameters:
  ///   - clock: what all waiting goes through.
  ///   - timing: how long everything takes.
  ///   - fault: what goes wrong on purpose.
  public init(
    clock: C = ContinuousClock(), timing: AgentTiming = .standard, fault: AgentFault? = nil
  ) {
    self.clock = clock
    self.timing = timing
    self.fault = fault
  }

  /// Sends a query through the graph.
  public func run(
    query: String, publishing publisher: StatusPublisher
  ) async throws -> FinalAnswer {
    let statusUpdates = Inbox<StatusUpdate>()
    // The nodes' result is a value: should a node throw, the collector is not cancelled but goes
    // on until it has published what the nodes have said.
    return try await withThrowingTaskGroup(of: Result<FinalAnswer, any Error>?.self) { group in
      group.addTask(name: "status_updates") {
        for await update in statusUpdates.values { try publisher.publish(update) }
        return nil
      }
      group.addTask(name: "pipeline") {
        do {
          return .success(try await answer(query, saying: statusUpdates))
        } catch {
          return .failure(error)
        }
      }
      var result: Result<FinalAnswer, any Error> = .failure(FlowWithoutResult())
      for try await ended in group { result = ended ?? result }
      try Task.checkCancellation()
      return try result.get()
    }
  }
}

/// What triage hands to the plans.
struct RouteDecision: Sendable, Hashable {
  let query: String
  let route: Route
}

/// What is known of an incident before anything is recommended.
struct DiagnosedIncident: Sendable, Hashable {
  let log: IncidentLog
  let checks: [DiagnosticCheck]
}
