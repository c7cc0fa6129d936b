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
