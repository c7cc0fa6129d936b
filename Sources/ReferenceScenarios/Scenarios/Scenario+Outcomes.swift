import StatusStreaming

extension Scenario {
  /// The ways for a run to end otherwise.
  static let outcomes = [
    Scenario(
      "step-failure", "A step fails, and with it the run.",
      runs: [
        Run(
          query: Route.documents.exampleQuery,
          fault: .stepFailure(.summarizeFindings, message: "The summary model is unavailable"))
      ], viewers: .everyFormat),
    Scenario(
      "no-path", "The planner finds nothing that leads to an answer.",
      runs: [
        Run(
          query: Route.general.exampleQuery,
          agent: .planner(ScriptedPlanner(diversion: .init(afterHops: 1, to: .giveUp))))
      ], viewers: .everyFormat),
    Scenario(
      "budget-exhausted", "The planner wants more calls than it is allowed.",
      runs: [Run(query: Route.documents.exampleQuery, agent: .planner(hopBudget: 3))],
      viewers: .everyFormat),
    Scenario(
      "paused", "The planner needs an approval before it can go on.",
      runs: [
        Run(
          query: Route.bug.exampleQuery,
          agent: .planner(
            ScriptedPlanner(
              diversion: .init(afterHops: 3, to: .pause(reason: "approval of the rollback")))))
      ], viewers: .everyFormat),
    Scenario(
      "agent-throws", "The agent throws an error whose text viewers must not read.",
      runs: [
        Run(query: Route.documents.exampleQuery, fault: .crash(after: .extractMetadata))
      ], viewers: .everyFormat),
    Scenario(
      "cancelled-midway", "The run is cancelled in the middle of a step.",
      runs: [
        Run(query: Route.documents.exampleQuery, cancellation: .microseconds(300_509))
      ], viewers: .everyFormat),
    Scenario(
      "cancelled-with-reason", "The run is cancelled for a reason that tries to forge lines.",
      runs: [
        Run(query: "wait", agent: .script(.patience), cancellation: .microseconds(60_509))
      ], viewers: .everyFormat),
    Scenario(
      "empty-run", "The agent answers without having said anything.",
      runs: [
        Run(
          query: "ping",
          agent: .script(
            AgentScript([], outcome: .complete(FinalAnswer(text: "pong", route: "general")))))
      ], viewers: .everyFormat),
  ]
}

extension AgentScript {
  /// Waits to be cancelled.
  fileprivate static let patience = AgentScript(
    [Line(after: .microseconds(20_019), [.thinking("Waiting")])],
    outcome: .cancelled(
      reason: "stopped\r\n\n  └───────────────────────────────────────\nevent: complete\n\u{1B}[2J")
  )
}
