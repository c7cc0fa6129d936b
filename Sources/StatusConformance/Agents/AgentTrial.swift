import RunTimelines
import ReferenceScenarios
import StatusStreaming

/// The runs of an agent under verification.
struct AgentTrial: Trial {
  static var subject: ConformanceSubject { .agent }
  static var usualRuns: Int { 400 }

  let capabilities: Set<ConformanceCapability>
  let isExplored: Bool
  let operate: @Sendable (AgentRun) async throws -> Void

  var plans: [AgentPlan] { AgentPlan.allCases.filter { $0 != .world } }

  func obstacle(to rule: ConformanceRule) -> String? { nil }

  func perform(_ plan: AgentPlan, on stage: Stage, into recorder: Recorder<AgentRecording>) async {
    let query = stage.element(of: Route.allCases.map(\.exampleQuery) + ["hello", ""])
    recorder.note(
      at: stage.clock.now, "the agent is asked “\(query)”",
      Drawing(in: "agent", .note, "asked"))
    let run = AgentRun(
      AgentFaults(for: plan, on: stage), query: query, on: stage, into: recorder)
    let agent = start(run, on: stage, into: recorder)
    if plan == .cancelled {
      let delay = stage.element(of: [30, 0, 1, 10, 55, 90, 140, 200, 300, 450])
      try? await stage.clock.sleep(for: .milliseconds(delay))
      run.noteCancellation(into: recorder)
      agent.cancel()
    }
    try? await agent.value
    await run.settle()
  }

  /// Runs the agent in a task of its own, and notes how it ends.
  func start(
    _ run: AgentRun, on stage: Stage, into recorder: Recorder<AgentRecording>
  ) -> RunTask<Void> {
    stage.spawn("the agent") { [operate] in
      do {
        try await operate(run)
        run.end(.returned, into: recorder)
      } catch {
        let message = (error as? StatusFailure)?.message
        run.end(
          .threw("\(error)", message: message, isCancelled: Task.isCancelled), into: recorder)
      }
    }
  }

  func finding(in recording: AgentRecording, against rule: ConformanceRule) -> Finding? {
    switch rule.id {
    case 201: recording.wrongEnding
    case 202: recording.straggler(afterReturn: true)
    case 203: recording.straggler(afterReturn: false)
    case 204: recording.untoldFailure
    case 207: recording.untoldCancellation
    case 301...304: recording.wrongStep(against: rule)
    case 305: recording.wrongBlame
    default: nil
    }
  }
}
