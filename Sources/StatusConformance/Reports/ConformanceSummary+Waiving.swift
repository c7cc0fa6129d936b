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
