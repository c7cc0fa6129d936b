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

extension ConformanceSummary {
  /// For people: what happened in the worlds of each implementation and how often, what can happen
  /// and has not, and what can't happen together.
  public var coverage: String {
    reports.map(\.coverageText).joined(separator: "\n")
  }
}

extension ConformanceReport {
  fileprivate var coverageText: String {
    let title = "\(subject.rawValue) \(label): "
    guard let coverage else { return title + "not covered, since nothing was judged\n" }
    let counts = "\(coverage), \(coverage.worlds) of them worlds, \(coverage.cutRuns) cut off"
    guard coverage.worlds > 0 else { return title + counts + "\n" }
    let situations = coverage.situations.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let width = String(situations.first?.value ?? 0).count
    let lines =
      situations.map { name, count in
        String(repeating: " ", count: 2 + width - String(count).count) + "\(count)  \(name)"
      } + coverage.missing.map { String(repeating: " ", count: 1 + width) + "0  \($0)" }
    let possible = coverage.pairs.count + coverage.missingPairs.count
    let pairs = ["  \(coverage.pairs.count) of \(possible) pairs"]
    let missing = coverage.missingPairs.map { "    never: \($0)" }
    let impossible = coverage.impossiblePairs.sorted { "\($0.key)" < "\($1.key)" }
      .map { "    can't be: \($0.key), since \($0.value)" }
    return ([title + counts] + lines + pairs + missing + impossible).joined(separator: "\n") + "\n"
  }
}

extension ConformanceSummary {
  /// The same reports, with the violations that are waived as exceptions, and the waivers that have
  /// nothing to waive.
  ///
  /// A waiver is stale after its last day, if its rule holds wherever it was judged, and if it is about
  /// an implementation that there is no report of. One whose rule was not judged says nothing.
  ///
  /// - Parameters:
  ///   - waivers: what is accepted.
  ///   - today: the day.
  public func applying(_ waivers: [Waiver], on today: CalendarDay) -> ConformanceSummary {
    let valid = waivers.filter { $0.until >= today }
    let reports = reports.map { report in
      report.mapVerdicts { verdict in
        guard case .violation(let violation) = verdict,
          let waiver = valid.first(where: { $0.rule == violation.rule && $0.covers(report) })
        else { return verdict }
        return .waived(violation, waiver)
      }
    }
    let stale = waivers.compactMap { waiver in
      reasonOfStaleness(of: waiver, on: today).map { StaleWaiver(waiver: waiver, reason: $0) }
    }
    return ConformanceSummary(reports, staleWaivers: staleWaivers + stale)
  }

  private func reasonOfStaleness(of waiver: Waiver, on today: CalendarDay) -> String? {
    if waiver.until < today { return "it ended on \(waiver.until)" }
    let entries = reports.filter(waiver.covers).flatMap(\.entries)
      .filter { $0.rule == waiver.rule }
    if entries.isEmpty { return "there is no such implementation that the rule is about" }
    let isJudged = entries.contains { !$0.verdict.isSkip }
    let isBroken = entries.contains { entry in
      switch entry.verdict {
      case .violation, .waived: true
      case .pass, .skip: false
      }
    }
    return isJudged && !isBroken ? "the rule holds" : nil
  }
}

extension ConformanceReport {
  fileprivate func mapVerdicts(_ change: (Verdict) -> Verdict) -> ConformanceReport {
    replacingEntries(entries.map { Entry(rule: $0.rule, verdict: change($0.verdict)) })
  }
}

extension Verdict {
  fileprivate var isSkip: Bool {
    if case .skip = self { true } else { false }
  }
}
