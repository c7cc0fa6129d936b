public import StatusStreaming

/// The kind of work that a query asks for.
public enum Route: String, Sendable, Hashable, CaseIterable {
  /// Look through documents and report on them.
  case documents
  /// Diagnose an incident.
  case bug
  /// Answer without a workflow.
  case general

  /// Chooses a route by the words of a query.
  ///
  /// "bug", "error", "crash" or "traceback" make it a bug; otherwise "document", "file", "report" or
  /// "analyze" make it documents; all else is general. Upper and lower case are the same, and a
  /// keyword counts inside a longer word too: people paste identifiers such as `ValueError` or
  /// `logfile`, and write plurals. The price is that "profile" counts as "file".
  public init(triaging query: String) {
    let query = query.lowercased()
    if ["bug", "error", "crash", "traceback"].contains(where: { query.contains($0) }) {
      self = .bug
    } else if ["document", "file", "report", "analyze"].contains(where: { query.contains($0) }) {
      self = .documents
    } else {
      self = .general
    }
  }

  /// A query that leads to this route.
  public var exampleQuery: String {
    switch self {
    case .documents: "Analyze the latest deployment logs"
    case .bug: "We're seeing a ValueError in production, help diagnose"
    case .general: "What's the status of the API service?"
    }
  }

  /// The steps of the route in their order.
  public var steps: [Step] {
    switch self {
    case .documents:
      [.parseSources, .extractMetadata, .summarizeFindings, .assembleReport, .synthesizeAnswer]
    case .bug: [.collectLogs, .runDiagnostics, .draftFix, .synthesizeAnswer]
    case .general: [.synthesizeAnswer]
    }
  }

  /// The whole plan, every step of it pending.
  public var roadmap: [RoadmapStep] { steps.map(\.roadmapStep) }
}

/// What an answer is made of, by the route that led to it.
enum SynthesisInput: Sendable, Hashable {
  case report(DocumentReport)
  case recommendation(FixRecommendation)
  case question(String)

  var answer: FinalAnswer {
    switch self {
    case .report(let report): report.answer
    case .recommendation(let recommendation): recommendation.answer
    case .question(let query):
      FinalAnswer(
        text: "No workflow is needed to answer: \(query)", route: Route.general.rawValue)
    }
  }
}
