/// Bugs and strategies, with the runs from one to the other.
struct DetectionTable {
  let strategies: [String]
  private var rows: [(bug: String, searches: [Search])] = []
  private var seconds: [String: Double] = [:]
  private var runs: [String: Double] = [:]

  init(strategies: [String]) { self.strategies = strategies }

  mutating func append(_ bug: String, _ searches: [Search]) {
    rows.append((bug, searches))
  }

  /// Counts what a strategy took on a bug.
  mutating func addTime(_ time: Double, runs made: Double, of strategy: String) {
    seconds[strategy, default: 0] += time
    runs[strategy, default: 0] += made
  }

  /// The geometric means of each strategy's medians, over hard bugs and over the others.
  func means(hardBy strategy: String, from bound: Double) -> [(String, Double)] {
    split(by: strategy, from: bound).flatMap { group, rows in
      strategies.indices.map { column in
        (
          "mean of \(rows.count) \(group) bugs: \(strategies[column])",
          Search.geometricMean(rows.map { $0.searches[column].median })
        )
      }
    }
  }

  /// The table as text: of each search the median and in how many trials the bug was found.
  func lines(hardBy strategy: String, from bound: Double) -> [String] {
    var cells = [["median runs (trials that found it)"] + strategies]
    for (group, rows) in split(by: strategy, from: bound) {
      cells += rows.map { [$0.bug] + $0.searches.map(\.description) }
      cells.append(
        ["geometric mean, \(rows.count) \(group)"]
          + strategies.indices.map { column in
            Quantity.text(Search.geometricMean(rows.map { $0.searches[column].median }))
          })
    }
    cells.append(
      ["schedules a second"]
        + strategies.map { name in
          guard let seconds = seconds[name], seconds > 0 else { return "" }
          return Quantity.text((runs[name] ?? 0) / seconds)
        })
    let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { row in
      zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "  ")
    }
  }

  private func split(
    by strategy: String, from bound: Double
  ) -> [(String, [(bug: String, searches: [Search])])] {
    guard let column = strategies.firstIndex(of: strategy) else { return [] }
    let isHard = { (row: (bug: String, searches: [Search])) in
      row.searches[column].median >= bound
    }
    return [("hard", rows.filter(isHard)), ("other", rows.filter { !isHard($0) })]
      .filter { !$0.1.isEmpty }
  }
}
