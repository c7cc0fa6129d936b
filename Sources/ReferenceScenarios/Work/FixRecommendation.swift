public import StatusStreaming

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
