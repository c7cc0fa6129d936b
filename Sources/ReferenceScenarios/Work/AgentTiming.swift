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
