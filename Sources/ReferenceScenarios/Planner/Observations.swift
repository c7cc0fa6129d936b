public import StatusStreaming

/// What a planner's calls have brought to light so far.
public struct Observations: Sendable, Hashable {
  /// The number of calls, those included that were refused.
  public var hops = 0
  /// The calls that were refused, in their order.
  public var refusals: [Refusal] = []
  /// The steps that have been carried out, in their order.
  public var performedSteps: [Step] = []

  /// What triage said.
  public var route: Route?
  /// What ``Step/parseSources`` found.
  public var documents: [Document]?
  /// What ``Step/extractMetadata`` found.
  public var digests: [DocumentDigest]?
  /// What ``Step/summarizeFindings`` made.
  public var summary: DocumentSummary?
  /// What ``Step/assembleReport`` made.
  public var report: DocumentReport?
  /// What ``Step/collectLogs`` found.
  public var log: IncidentLog?
  /// What ``Step/runDiagnostics`` found.
  public var checks: [DiagnosticCheck]?
  /// What ``Step/draftFix`` made.
  public var recommendation: FixRecommendation?
  /// What ``Step/synthesizeAnswer`` made.
  public var answer: FinalAnswer?

  /// Nothing, as at the beginning of a run.
  public init() {}
}
