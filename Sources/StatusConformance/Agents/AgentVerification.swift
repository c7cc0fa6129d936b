import DeterministicSimulation

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
/// and again, and work that takes up to hours, where it calls ``AgentRun/work(_:step:)`` or uses
/// ``AgentRun/failure``. An error that it throws is a run that fails or, if it is cancelled then, one
/// that is cancelled, whatever the error; one that it catches is taken to be dealt with.
///
/// A step that is reported running while it runs makes progress, and one that has ended runs again. A
/// run that is cancelled may leave steps open, or end those in error that had not failed. Tasks of a
/// `StatusRun`'s `perform` and those of task groups are part of the run.
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
