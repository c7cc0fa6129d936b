import StatusTesting
import Testing

/// A scoping trait under which a test must fail once, with an issue that says something.
struct KnownIssueTrait: TestTrait, SuiteTrait, TestScoping {
  let text: String

  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let issues = Note()
    try await withKnownIssue {
      try await function()
    } matching: { issue in
      issues.write("issue: \(issue.description)")
      return true
    }
    let description = issues.read()
    #expect(description.contains(text), "\(description)")
    #expect(description.ranges(of: "issue: ").count == 1, "\(description)")
  }
}

extension Trait where Self == KnownIssueTrait {
  /// Expects one issue whose description contains a text.
  static func fails(_ text: String) -> Self { KnownIssueTrait(text: text) }
}
