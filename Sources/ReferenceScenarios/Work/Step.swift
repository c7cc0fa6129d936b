public import StatusStreaming

/// A piece of work that viewers see beginning and ending.
///
/// The raw value is the number of the step on the roadmap.
public enum Step: Int, Sendable, Hashable, CaseIterable {
  /// Find the documents to look at.
  case parseSources = 1
  /// Measure each document.
  case extractMetadata = 2
  /// Say what was found.
  case summarizeFindings = 3
  /// Put what was found into a document of its own.
  case assembleReport = 4
  /// Gather what is known of an incident.
  case collectLogs = 10
  /// Find out what still works.
  case runDiagnostics = 11
  /// Say what to do about it.
  case draftFix = 12
  /// Turn what was worked out into an answer.
  case synthesizeAnswer = 99

  /// What viewers read while the step runs.
  public var message: String {
    switch self {
    case .parseSources: "Parsing repository sources"
    case .extractMetadata: "Launching metadata subflow"
    case .summarizeFindings: "Summarizing findings"
    case .assembleReport: "Assembling HTML report"
    case .collectLogs: "Collecting stack traces"
    case .runDiagnostics: "Launching diagnostics subflow"
    case .draftFix: "Drafting fix recommendations"
    case .synthesizeAnswer: "Synthesizing final response"
    }
  }

  /// The step as it stands on a roadmap before anything has begun.
  public var roadmapStep: RoadmapStep {
    let (name, description) = title
    return RoadmapStep(id: rawValue, name: name, description: description)
  }

  private var title: (name: String, description: String) {
    switch self {
    case .parseSources: ("Parse files", "Enumerate candidate documents")
    case .extractMetadata: ("Extract metadata", "Analyze files in parallel")
    case .summarizeFindings: ("Generate summary", "Produce branch summary text")
    case .assembleReport: ("Render HTML report", "Attach structured artifacts")
    case .collectLogs: ("Collect error logs", "Gather stack traces")
    case .runDiagnostics: ("Reproduce failure", "Run lightweight diagnostics")
    case .draftFix: ("Outline fix", "Summarize remediation plan")
    case .synthesizeAnswer: ("Compose final answer", "Merge what was found into one answer")
    }
  }
}
