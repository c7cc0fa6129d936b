import DeterministicSimulation
import ReferenceScenarios
import RunTimelines
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

/// Verifies an agent: that it tells of its steps in order and ends its trace once, whatever happens.
///
/// The closure runs one agent to its end, trace included:
///
/// <!-- example in ThirdPartyExample -->
/// ```swift
/// @Test(arguments: ConformanceRule.agent)
/// func agent(rule: ConformanceRule) async throws {
///   try await AgentVerification { run in
///     try await run.buffer.withTrace(run.trace) { publisher in
///       try await MyAgent(clock: run.clock).run(query: run.query, publishing: publisher)
///     }
///   }.expect(rule)
/// }
/// ```
///
/// It is run with many questions, cancelled at drawn moments, and has failures injected, once or again
/// and again, and work that takes up to days, where it calls ``AgentRun/work(_:step:)`` or uses
/// ``AgentRun/failure``. An error that it throws is a run that fails or, if it is cancelled then, one
/// that is cancelled, whatever the error; one that it catches is taken to be dealt with.
///
/// A step that is reported running while it runs makes progress, and one that has ended runs again. A
/// run that is cancelled may leave steps open, or end those in error that had not failed; one that fails may
/// do so, too, with a step whose work goes on, if each step whose work has failed has an error of its own.
/// Tasks of a `StatusRun`'s `perform` and those of task groups are part of the run.
public struct AgentVerification: Verification {
  /// The runs.
  public let verifier: Verifier

  /// Verifies the agent that a closure runs.
  ///
  /// - Parameters:
  ///   - name: what the agent is called in reports.
  ///   - capabilities: what it says that it can do; no rule about agents needs any yet.
  ///   - execution: how it is run.
  ///   - operate: runs the agent once, and throws what it throws.
  ///   - fileID: the file of the call, for reports.
  ///   - line: the line of the call.
  ///   - column: the column of the call, which tells apart what stands on one line.
  public init(
    name: String = "agent", capabilities: Set<ConformanceCapability> = [],
    execution: Execution = .simulated,
    fileID: StaticString = #fileID, line: UInt = #line, column: UInt = #column,
    _ operate: @escaping @Sendable (AgentRun) async throws -> Void
  ) {
    verifier = Verifier(
      AgentTrial(
        capabilities: capabilities, isExplored: execution.isExplored, operate: operate),
      name: name, execution: execution, types: [],
      site: SourceSite(fileID: fileID, line: line), column: column)
  }
}
