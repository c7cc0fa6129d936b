import Foundation
import Testing

/// A trait for examples whose tests fail, and have to: the errors that they record are known, and
/// are checked when a suite is over.
struct FailingTrait: SuiteTrait, TestTrait, TestScoping {
  private final class Log: @unchecked Sendable {
    private let lock = NSLock()
    private var texts: [String] = []

    var issues: [String] { lock.withLock { texts } }

    func add(_ text: String) {
      lock.withLock { texts.append(text) }
    }
  }

  let check: @Sendable ([String]) throws -> Void
  private let log = Log()

  init(check: @escaping @Sendable ([String]) throws -> Void) {
    self.check = check
  }

  var isRecursive: Bool { true }

  func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
    test.isSuite || testCase != nil ? self : nil
  }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    guard testCase != nil else {
      try await function()
      return try check(log.issues)
    }
    try await withKnownIssue(isIntermittent: true) {
      try await function()
    } matching: { issue in
      guard issue.severity == .error, !issue.comments.isEmpty else { return false }
      log.add(issue.comments.map(\.rawValue).joined(separator: "\n"))
      return true
    }
  }
}

extension Trait where Self == FailingTrait {
  /// Says that tests fail; the check is given the texts of all issues so far.
  static func failing(_ check: @escaping @Sendable ([String]) throws -> Void) -> Self {
    FailingTrait(check: check)
  }
}
