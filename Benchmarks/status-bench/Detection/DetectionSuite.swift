import DeterministicSimulation

/// How many runs each strategy takes to find known bugs.
enum DetectionSuite: Suite {
  static let name = "detection"

  /// What today's harnesses do: in order, at random and by priorities in turn.
  static let mix = "mix of the three"

  /// A bug is hard if the mix takes so many runs to it.
  static let hardFrom = 100.0

  static func run(on bench: inout Bench) async throws {
    let bugs = bench.isQuick ? Array(SeededBug.all.prefix(2)) : SeededBug.all
    let limit = bench.isQuick ? 50 : 10_000
    var table = DetectionTable(strategies: SearchStrategy.all.map(\.name) + [mix])
    for bug in bugs where bench.isWanted(bug.name) {
      let row = try searches(for: bug, trials: bench.isQuick ? 2 : 20, limit: limit, &table)
      table.append(bug.name, row)
      for (strategy, search) in zip(table.strategies, row) {
        try await bench.measureLatency("\(bug.name): \(strategy)", unit: "runs") {
          search.counted
        }
      }
    }
    guard !table.rows.isEmpty else { return }
    for (name, value) in table.means(hardBy: mix, from: hardFrom) {
      try await bench.measureLatency(name, unit: "runs") { [value] }
    }
    bench.add(table.lines(hardBy: mix, from: hardFrom))
  }

  /// All strategies on one bug, the mix being made up of the first three.
  private static func searches(
    for bug: SeededBug, trials: Int, limit: Int, _ table: inout DetectionTable
  ) throws -> [Search] {
    var row: [Search] = []
    for strategy in SearchStrategy.all {
      let start = ContinuousClock.now
      let runs = try (0..<trials).map {
        try strategy.runs(to: bug, trial: $0, limit: limit)
      }
      let search = Search(runs: runs, limit: limit)
      row.append(search)
      let isSingle = strategy.name == SearchStrategy.inOrder.name
      let made = isSingle ? Double(trials) : search.counted.reduce(0, +)
      table.addTime(start.seconds, runs: made, of: strategy.name)
    }
    return row + [Search.inTurn(Array(row.prefix(3)), limit: limit)]
  }
}

/// Bugs and strategies, with the runs from one to the other.
struct DetectionTable {
  let strategies: [String]
  private(set) var rows: [(bug: String, searches: [Search])] = []
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
