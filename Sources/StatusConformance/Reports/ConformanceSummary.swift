/// The reports on several implementations, to be shown together.
public struct ConformanceSummary: Sendable, Hashable {
  /// The reports, in the order in which they are shown.
  public let reports: [ConformanceReport]

  /// Collects reports.
  public init(_ reports: [ConformanceReport]) {
    self.reports = reports
  }

  /// Whether any rule is broken.
  public var hasViolations: Bool { reports.contains { !$0.violations.isEmpty } }

  /// How many verdicts there are of each kind.
  var counts: (passes: Int, violations: Int, skips: Int) {
    var counts = (passes: 0, violations: 0, skips: 0)
    for entry in reports.flatMap(\.entries) {
      switch entry.verdict {
      case .pass: counts.passes += 1
      case .skip: counts.skips += 1
      case .violation: counts.violations += 1
      }
    }
    return counts
  }
}
