extension ConformanceSummary {
  /// A table for people: for each stage its rules, one in a line, and its implementations, one in a
  /// column; then why rules were skipped, every violation in full, what is waived, and which waivers
  /// are stale.
  public var table: String { table(columns: nil) }

  /// The same, folded to a number of columns if there is one: as many implementations stand side by
  /// side as fit, and the others below.
  package func table(columns: Int?) -> String {
    let stages = ConformanceSubject.allCases.compactMap { subject in
      let reports = reports.filter { $0.subject == subject }
      return reports.isEmpty
        ? nil : StageTable(subject: subject, reports: reports).text(columns: columns)
    }
    let violations = reports.flatMap { report in
      report.violations.map { "\(report.subject.rawValue) \(report.label): \($0)\n" }
    }
    let counts = counts
    let waived = counts.exceptions > 0 ? ", \(counts.exceptions) waived" : ""
    let number = "\(reports.count) implementation\(reports.count == 1 ? "" : "s")"
    let summary = """
      \(number)\(share): \(counts.passes) passed, \
      \(counts.violations) failed, \(counts.skips) skipped\(waived)\n
      """
    return (stages + violations + exceptions + [summary]).joined(separator: "\n")
  }

  /// Which share of the runs was judged; nothing if all were.
  private var share: String {
    let shares = Set(reports.compactMap(\.share))
    return shares.count == 1 ? shares.map { ", share \($0) of the runs" }.joined() : ""
  }

  /// What is waived and until when, and which waivers are stale; nothing if there are none.
  private var exceptions: [String] {
    let waived = reports.flatMap { report in
      report.entries.compactMap { entry -> String? in
        guard case .waived(let violation, let waiver) = entry.verdict else { return nil }
        return """
          \(report.subject.rawValue) \(report.label): \(violation.rule) is waived until \
          \(waiver.until): \(waiver.reason)\n
          """
      }
    }
    let lines = waived + staleWaivers.map { "\($0)\n" }
    return lines.isEmpty ? [] : [lines.joined()]
  }
}

/// The table of one stage.
private struct StageTable {
  let subject: ConformanceSubject
  let reports: [ConformanceReport]

  func text(columns: Int?) -> String {
    let judged = Set(reports.flatMap { $0.entries.map(\.rule) })
    let rules = ConformanceRule.all(about: subject).filter(judged.contains)
    let titles = rules.map { "\($0.id) \($0.title)" }
    let width = titles.map(\.count).max() ?? 0
    var lines: [String] = []
    for reports in groups(within: columns.map { $0 - width }) {
      if !lines.isEmpty { lines.append("") }
      lines.append(
        padded(subject.rawValue, to: width) + reports.map { "  \($0.label)" }.joined())
      for (rule, title) in zip(rules, titles) {
        let cells = reports.map { "  " + padded(mark(rule, in: $0), to: $0.label.count) }
        lines.append(padded(title, to: width) + cells.joined())
      }
    }
    let unexplored = reports.filter { !$0.isExplored }.map(\.label)
    if !unexplored.isEmpty {
      lines.append("in real time, schedules unexplored: \(unexplored.joined(separator: ", "))")
    }
    for report in reports where !report.isExplored {
      guard let coverage = report.coverage, let traffic = coverage.traffic else { continue }
      lines.append("\(report.label): \(coverage.runs) runs, \(traffic)")
    }
    for (index, reason) in reasons.enumerated() { lines.append("  \(letter(index))  \(reason)") }
    return lines.map { $0.trimmingSpaces + "\n" }.joined()
  }

  /// The implementations, as many in a group as fit into a number of columns, at least one.
  private func groups(within columns: Int?) -> [[ConformanceReport]] {
    guard let columns else { return [reports] }
    var groups: [[ConformanceReport]] = []
    var room = 0
    for report in reports {
      let width = report.label.count + 2
      if groups.isEmpty || width > room {
        groups.append([])
        room = columns
      }
      groups[groups.count - 1].append(report)
      room -= width
    }
    return groups
  }

  /// Why rules were skipped, each reason once.
  private var reasons: [String] {
    var reasons: [String] = []
    for entry in reports.flatMap(\.entries) {
      if case .skip(let reason) = entry.verdict, !reasons.contains(reason) {
        reasons.append(reason)
      }
    }
    return reasons
  }

  private func mark(_ rule: ConformanceRule, in report: ConformanceReport) -> String {
    switch report.entries.first(where: { $0.rule == rule })?.verdict {
    case .pass: "pass"
    case .violation: "FAIL"
    case .waived: "waiv"
    case .skip(let reason): letter(reasons.firstIndex(of: reason) ?? 0)
    case nil: ""
    }
  }

  /// `a` to `z`, then `aa` and so on.
  private func letter(_ index: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
    return index < 26 ? letter : self.letter(index / 26 - 1) + letter
  }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
