import DeterministicSimulation

/// A way to search for a bug, as a column of the table.
struct SearchStrategy: Sendable {
  let name: String
  /// How many runs it makes that the exploration does not count.
  let profilingRuns: Int
  private let exploration: @Sendable (Range<UInt64>) -> ExplorationStrategy

  /// One trial of each has seeds of its own.
  private static func seeds(of trial: Int, limit: Int) -> Range<UInt64> {
    let first = UInt64(trial) * 1_000_000
    return first..<first + UInt64(limit)
  }

  /// Searches once.
  ///
  /// - Parameter limit: the most runs that are made.
  /// - Returns: the runs that it took; `nil` if the bug was not found.
  func runs(to bug: SeededBug, trial: Int, limit: Int) throws -> Int? {
    var options = ExplorationOptions()
    options.shrinkingRuns = 0
    options.determinismInterval = 0
    let strategy = exploration(Self.seeds(of: trial, limit: limit - profilingRuns))
    do {
      try explore(strategy, options: options, bug.body)
      return nil
    } catch let failure as ExplorationFailure {
      return failure.schedule + profilingRuns
    }
  }

  static let inOrder = SearchStrategy(name: "in order", profilingRuns: 0) { _ in
    .firstInFirstOut
  }

  static let random = SearchStrategy(name: "random", profilingRuns: 0) { .random(seeds: $0) }

  static let pct = SearchStrategy(name: "PCT-3", profilingRuns: 1) {
    .pct(depth: 3, seeds: $0)
  }

  /// Those that learn from two runs beforehand, which the exploration counts.
  private static func learning(
    _ name: String, _ exploration: @escaping @Sendable (Range<UInt64>) -> ExplorationStrategy
  ) -> SearchStrategy {
    SearchStrategy(name: name, profilingRuns: 0) { seeds in
      exploration(seeds.lowerBound..<seeds.upperBound - 2)
    }
  }

  static let all = [
    inOrder, random, pct, learning("URW") { .urw(seeds: $0) },
    learning("SURW") { .surw(seeds: $0) }, learning("POS") { .pos(seeds: $0) },
    learning("automatic") { .automatic(seeds: $0) },
  ]
}
