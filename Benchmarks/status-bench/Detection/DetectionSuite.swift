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
