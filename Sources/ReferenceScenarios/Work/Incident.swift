public import StatusStreaming

/// What was logged when an incident happened.
public struct IncidentLog: Sendable, Hashable {
  /// The lines in the order of their writing.
  public let lines: [String]

  /// Gathers the lines.
  public init() {
    self.lines = [
      "Traceback (most recent call last):",
      "  File \"service.py\", line 42, in load_settings",
      "ValueError: missing required field 'api_key'",
    ]
  }
}

/// A test that was run to find out what an incident has broken.
public struct DiagnosticCheck: Sendable, Hashable {
  /// What is tested.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Each part alone.
    case unit
    /// The parts together.
    case integration
  }

  /// How a test ended.
  public enum Outcome: String, Sendable, Hashable {
    /// As it should.
    case passed
    /// Otherwise.
    case failed
  }

  /// What was tested.
  public let kind: Kind
  /// How it ended.
  public let outcome: Outcome

  /// Runs a test: the parts are fine, together they are not.
  public init(running kind: Kind) {
    self.kind = kind
    self.outcome = kind == .unit ? .passed : .failed
  }
}

/// What to do about an incident.
public struct FixRecommendation: Sendable, Hashable {
  /// What was logged.
  public let log: IncidentLog
  /// What was tested.
  public let checks: [DiagnosticCheck]

  /// Draws conclusions from a log and the tests that followed it.
  public init(log: IncidentLog, checks: [DiagnosticCheck]) {
    self.log = log
    self.checks = checks
  }

  /// The recommendation as a person reads it.
  public var text: String {
    let failed = checks.filter { $0.outcome == .failed }.map(\.kind.rawValue)
    return "Root cause: \(log.lines.last ?? "unknown"). "
      + "Failed checks: \(failed.isEmpty ? "none" : failed.joined(separator: ", ")). "
      + "Recommended fix: roll back the deployment and restore the setting."
  }

  /// The answer to whoever reported the incident.
  public var answer: FinalAnswer {
    var metadata: JSONObject = ["log_lines": JSON(String(log.lines.count))]
    for check in checks { metadata["check:\(check.kind.rawValue)"] = JSON(check.outcome.rawValue) }
    return FinalAnswer(
      text: text, route: Route.bug.rawValue,
      artifacts: ["incident.log": JSON(log.lines.joined(separator: "\n"))], metadata: metadata)
  }
}
