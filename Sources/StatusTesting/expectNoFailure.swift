public import DeterministicSimulation
import RunTimelines
public import Testing

/// Explores a body, and records an issue if it fails under some schedule.
///
/// The issue's message has the token that repeats the failure; the trace is attached, with pictures
/// of it, and so is a transcript if one is made. Two variables of the environment change what is run, without a
/// rebuild:
/// `STATUS_SIMULATION_TOKEN` replays one token instead, and `STATUS_SIMULATION_SEEDS` raises the
/// number of seeds. Use them together with a filter that selects one test.
///
/// - Parameters:
///   - strategy: Which schedules are run: unless said otherwise, strategies take turns on a thousand
///     seeds.
///   - options: How the exploration goes about them.
///   - transcript: Makes, from the token, a text that shows what the body did.
///   - fileID: The file of the call, for reports.
///   - line: The line of the call.
///   - sourceLocation: Where an issue is recorded.
///   - body: What is run.
/// - Returns: What was covered, or `nil` if there was an issue.
@discardableResult
public func expectNoFailure(
  _ strategy: ExplorationStrategy = .automatic(seeds: 0..<1_000),
  options: ExplorationOptions = ExplorationOptions(),
  transcript: ((ReplayToken) -> String)? = nil,
  fileID: StaticString = #fileID, line: UInt = #line,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: @escaping @Sendable (Simulation) async throws -> Void
) -> ExplorationSummary? {
  do {
    let strategy = try SimulationEnvironment.current.strategy(insteadOf: strategy)
    return try explore(strategy, options: options, fileID: fileID, line: line, body)
  } catch {
    Issue.record(Comment(rawValue: "\(error)"), sourceLocation: sourceLocation)
    if let failure = error as? ExplorationFailure {
      attach(failure.fullTrace, "trace.txt", sourceLocation)
      RunTimeline(of: failure).attach(at: sourceLocation)
      if let transcript { attach(transcript(failure.token), "transcript.txt", sourceLocation) }
    }
    return nil
  }
}

private func attach(_ text: String, _ name: String, _ sourceLocation: SourceLocation) {
  Attachment.record(text, named: name, sourceLocation: sourceLocation)
}

extension ExplorationFailure {
  fileprivate var fullTrace: String {
    trace.map { "\($0)\n" }.joined()
  }
}
