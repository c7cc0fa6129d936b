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

/// Carries out an agent's steps: says that each runs, takes its time, and says how it ended.
struct StepPerformer<C: Clock>: Sendable where C.Duration == Duration {
  let clock: C
  let timing: AgentTiming
  let fault: AgentFault?
  let report: @Sendable (StatusUpdate) throws -> Void

  /// Takes the time of a triage and chooses the route.
  func triage(_ query: String) async throws -> Route {
    try await clock.wait(for: timing.triage)
    return Route(triaging: query)
  }

  /// Carries out one step.
  ///
  /// - Throws: `StatusFailure` if the step fails, after its failure has been reported.
  func perform<Product>(
    _ step: Step, _ work: () async throws -> Product
  ) async throws -> Product {
    try report(.step(step.rawValue, .running, step.message))
    try await clock.wait(for: timing.duration(of: step))
    if case .stepFailure(step, let message) = fault {
      try report(.step(step.rawValue, .error, message))
      throw StatusFailure(message)
    }
    let product = try await work()
    try report(.step(step.rawValue, .ok, "Done!"))
    if case .crash(after: step) = fault { throw InjectedCrash() }
    return product
  }
}

/// How long an agent takes for each thing it does.
public struct AgentTiming: Sendable, Hashable {
  /// How long it takes to choose a route.
  public var triage: Duration
  /// How long each step takes; one that is not named takes no time.
  public var steps: [Step: Duration]
  /// How long a pipeline's metadata subflow takes for each character of a document's name.
  public var documentCharacter: Duration
  /// How long a pipeline's diagnostics subflow takes for each check; one not named takes no time.
  public var checks: [DiagnosticCheck.Kind: Duration]

  /// Makes a timing; whatever is not said takes no time.
  public init(
    triage: Duration = .zero, steps: [Step: Duration] = [:], documentCharacter: Duration = .zero,
    checks: [DiagnosticCheck.Kind: Duration] = [:]
  ) {
    self.triage = triage
    self.steps = steps
    self.documentCharacter = documentCharacter
    self.checks = checks
  }

  /// How long a step takes.
  public func duration(of step: Step) -> Duration { steps[step] ?? .zero }

  /// How long a check takes.
  public func duration(of check: DiagnosticCheck.Kind) -> Duration { checks[check] ?? .zero }

  /// The timing of the reference runs, about half a second each.
  ///
  /// A monitor polls at whole milliseconds, and what falls on the same instant as a poll would be
  /// seen by it or not depending on which task goes first. So every duration is some whole
  /// milliseconds and a few microseconds, few enough that those of a whole run never add up to a
  /// millisecond.
  public static let standard = AgentTiming(
    triage: .microseconds(23_017),
    steps: [
      .parseSources: .microseconds(83_029), .extractMetadata: .microseconds(131_041),
      .summarizeFindings: .microseconds(107_053), .assembleReport: .microseconds(71_061),
      .collectLogs: .microseconds(97_037), .runDiagnostics: .microseconds(149_043),
      .draftFix: .microseconds(113_057), .synthesizeAnswer: .microseconds(61_071),
    ],
    documentCharacter: .microseconds(1_003),
    checks: [.unit: .microseconds(37_019), .integration: .microseconds(59_031)])
}
