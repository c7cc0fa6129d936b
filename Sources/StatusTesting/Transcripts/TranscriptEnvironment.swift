import Foundation

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
