public import StatusStreaming

/// The tools of an ``EnterpriseAgent``, of which each needs what others have brought to light.
///
/// A call that can't be served is refused and noted instead of ending the run: a planner that is a
/// language model makes such calls, and can do better when told.
struct Toolbox<C: Clock>: Sendable where C.Duration == Duration {
  let query: String
  let steps: StepPerformer<C>

  /// Uses a tool and notes what it brought.
  func use(_ tool: Tool, noting observations: inout Observations) async throws {
    observations.hops += 1
    do {
      switch tool {
      case .triage:
        guard observations.route == nil else { throw Unusable(reason: "called before") }
        try steps.report(.thinking("Determining workflow path"))
        observations.route = try await steps.triage(query)
      case .perform(let step):
        guard !observations.performedSteps.contains(step) else {
          throw Unusable(reason: "called before")
        }
        try await perform(step, &observations)
        observations.performedSteps.append(step)
      }
    } catch let error as Unusable {
      observations.refusals.append(Observations.Refusal(tool: tool, reason: error.reason))
    }
  }

  private func perform(_ step: Step, _ observations: inout Observations) async throws {
    switch step {
    case .parseSources:
      observations.documents = try await steps.perform(step) { Document.all }
    case .extractMetadata:
      let documents = try required(observations.documents, from: .parseSources)
      observations.digests = try await steps.perform(step) {
        documents.map(DocumentDigest.init(of:))
      }
    case .summarizeFindings:
      let digests = try required(observations.digests, from: .extractMetadata)
      observations.summary = try await steps.perform(step) { DocumentSummary(of: digests) }
    case .assembleReport:
      let summary = try required(observations.summary, from: .summarizeFindings)
      observations.report = try await steps.perform(step) { DocumentReport(summary) }
    case .collectLogs:
      observations.log = try await steps.perform(step) { IncidentLog() }
    case .runDiagnostics:
      _ = try required(observations.log, from: .collectLogs)
      observations.checks = try await steps.perform(step) {
        DiagnosticCheck.Kind.allCases.map(DiagnosticCheck.init(running:))
      }
    case .draftFix:
      let log = try required(observations.log, from: .collectLogs)
      let checks = try required(observations.checks, from: .runDiagnostics)
      observations.recommendation = try await steps.perform(step) {
        FixRecommendation(log: log, checks: checks)
      }
    case .synthesizeAnswer:
      let input = try synthesisInput(observations)
      observations.answer = try await steps.perform(step) { input.answer }
    }
  }

  private func synthesisInput(_ observations: Observations) throws -> SynthesisInput {
    switch observations.route {
    case .documents: .report(try required(observations.report, from: .assembleReport))
    case .bug: .recommendation(try required(observations.recommendation, from: .draftFix))
    case .general: .question(query)
    case nil: throw Unusable(reason: "needs triage")
    }
  }

  private func required<Value>(_ value: Value?, from step: Step) throws -> Value {
    guard let value else { throw Unusable(reason: "needs step \(step.rawValue)") }
    return value
  }

  private struct Unusable: Error {
    let reason: String
  }
}

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

extension Observations {
  /// A tool that was called and could not be used.
  public struct Refusal: Sendable, Hashable {
    /// The tool.
    public let tool: Tool
    /// What was the matter, in words for a planner.
    public let reason: String

    /// Notes a refusal.
    public init(tool: Tool, reason: String) {
      self.tool = tool
      self.reason = reason
    }
  }
}
