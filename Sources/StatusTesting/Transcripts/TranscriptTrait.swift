import Foundation
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

/// Which goldens a test may write; see ``Testing/Trait/transcripts(record:)``.
///
/// Where the variable `CI` is set in the environment none is ever written, whatever is asked for.
public enum TranscriptRecording: String, Sendable, Hashable, CaseIterable {
  /// None: a missing golden is an issue.
  case never
  /// Those that there are none of; one that differs is an issue. This is the default.
  case missing
  /// Those too that differ.
  case all

  /// What the innermost trait around a test says.
  @TaskLocal static var current = TranscriptRecording.missing
}

/// What the environment asks of goldens, without a rebuild.
struct TranscriptEnvironment {
  /// A value of `STATUS_TRANSCRIPTS` that means nothing.
  struct InvalidValue: Error, Hashable, CustomStringConvertible {
    let value: String

    var description: String {
      let values = TranscriptRecording.allCases.map(\.rawValue).joined(separator: ", ")
      return "STATUS_TRANSCRIPTS is '\(value)', which is none of \(values)"
    }
  }

  static let variable = "STATUS_TRANSCRIPTS"

  /// Whether `CI` is set, to whatever value.
  let isContinuousIntegration: Bool
  private let request: String?

  init(_ variables: [String: String]) {
    isContinuousIntegration = variables["CI"] != nil
    request = variables[Self.variable]
  }

  static var current: TranscriptEnvironment {
    TranscriptEnvironment(ProcessInfo.processInfo.environment)
  }

  /// Which goldens may be written where a trait asks for some.
  func recording(
    insteadOf recording: TranscriptRecording
  ) throws(InvalidValue) -> TranscriptRecording {
    var recording = recording
    if let request {
      guard let requested = TranscriptRecording(rawValue: request) else {
        throw InvalidValue(value: request)
      }
      recording = requested
    }
    return isContinuousIntegration ? .never : recording
  }
}
