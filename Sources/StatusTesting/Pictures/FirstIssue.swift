import DeterministicSimulation
import RunTimelines
import StateLocking
import Testing

/// The first issue of a simulated test, with the step of the run in which it was recorded.
final class FirstIssue: Sendable {
  private let state = Lock<(text: String, step: Int?)?>(nil)

  /// Keeps what is wrong, unless something was before.
  func note(_ text: String, at step: Int?) {
    state.withLock { $0 = $0 ?? (text, step) }
  }

  /// Runs the body of a test, and hears of its issues; those that are known are none.
  func watch(
    _ host: HostedSimulation, _ body: @Sendable () async throws -> Void
  ) async throws {
    guard let test = Test.current else { return try await body() }
    try await IssueHandlingTrait.compactMapIssues { issue in
      if issue.isFailure { self.note("\(issue)", at: host.currentStep) }
      return issue
    }.provideScope(for: test, testCase: Test.Case.current, performing: body)
  }

  /// The picture of the run; `nil` if there was no issue.
  func picture(of trace: [TraceStep], in test: String) -> RunTimeline? {
    state.withLock { $0 }.map { issue in
      RunTimeline(of: trace, in: test, failingWith: issue.text, at: issue.step)
    }
  }
}
