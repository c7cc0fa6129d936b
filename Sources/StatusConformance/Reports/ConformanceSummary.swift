/// The reports on several implementations, to be shown together.
public struct ConformanceSummary: Sendable, Hashable {
  /// The reports, in the order in which they are shown.
  public let reports: [ConformanceReport]

  /// The waivers that have nothing to waive any more.
  public let staleWaivers: [StaleWaiver]

  /// Collects reports.
  public init(_ reports: [ConformanceReport]) {
    self.init(reports, staleWaivers: [])
  }

  init(_ reports: [ConformanceReport], staleWaivers: [StaleWaiver]) {
    self.reports = reports
    self.staleWaivers = staleWaivers
  }

  /// Whether any rule is broken that is not waived.
  public var hasViolations: Bool { reports.contains { !$0.violations.isEmpty } }

  /// Whether a check of these reports has to fail: a rule is broken, or a waiver is stale.
  public var isFailure: Bool { hasViolations || !staleWaivers.isEmpty }

  /// How many verdicts there are of each kind.
  var counts: (passes: Int, violations: Int, skips: Int, exceptions: Int) {
    var counts = (passes: 0, violations: 0, skips: 0, exceptions: 0)
    for entry in reports.flatMap(\.entries) {
      switch entry.verdict {
      case .pass: counts.passes += 1
      case .skip: counts.skips += 1
      case .violation: counts.violations += 1
      case .waived: counts.exceptions += 1
      }
    }
    return counts
  }
}
