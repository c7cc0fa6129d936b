public import Testing

/// A trait that says which goldens a test may write; see ``Testing/Trait/transcripts(record:)``.
public struct TranscriptTrait: TestTrait, SuiteTrait, TestScoping {
  /// Which goldens may be written.
  public let recording: TranscriptRecording

  /// Whether the trait of a suite is that of its tests: it is.
  public var isRecursive: Bool { true }

  /// Runs a test with the goldens that it may write.
  public func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await TranscriptRecording.$current.withValue(recording, operation: function)
  }
}

extension Trait where Self == TranscriptTrait {
  /// Says which goldens ``StatusTesting/expectTranscript(_:named:sourceLocation:)`` may write.
  ///
  /// <!-- example in TranscriptExample -->
  /// ```swift
  /// @Suite(.transcripts(record: .never)) struct InvoiceTests {
  ///   @Test func total() { expectTranscript(invoice.total, named: "total.txt") }
  /// }
  /// ```
  ///
  /// A test without the trait records what is missing, which is `.missing`, and the trait of a test
  /// counts more than that of its suite. The variable `STATUS_TRANSCRIPTS` of the environment, which
  /// is `never`, `missing` or `all`, counts more than any trait; and where `CI` is set nothing is
  /// ever written.
  public static func transcripts(record recording: TranscriptRecording) -> Self {
    TranscriptTrait(recording: recording)
  }
}
