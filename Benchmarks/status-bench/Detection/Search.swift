import DeterministicSimulation
import Foundation

/// The trials of one strategy on one bug.
struct Search {
  /// Of each trial, the runs it took; `nil` if the bug was not found.
  let runs: [Int?]
  /// The runs after which a trial gives up.
  let limit: Int

  /// The runs of each trial, a trial without a finding counting as the limit.
  var counted: [Double] { runs.map { Double($0 ?? limit) } }

  var median: Double { Distribution(counted).median }

  /// In how many trials the bug was found.
  var found: Int { runs.count { $0 != nil } }

  /// The median, marked where it is only a bound, and how many trials found the bug.
  var description: String {
    let isBound = 2 * found <= runs.count
    return "\(isBound ? ">" : "")\(Int(median.rounded())) (\(found))"
  }

  /// What comes of several searches in turn: a run of the first, of the second, and so on.
  static func inTurn(_ searches: [Search], limit: Int) -> Search {
    let trials = searches.map(\.runs.count).min() ?? 0
    let runs = (0..<trials).map { trial in
      searches.enumerated().compactMap { place, search in
        search.runs[trial].map { ($0 - 1) * searches.count + place + 1 }
      }.filter { $0 <= limit }.min()
    }
    return Search(runs: runs, limit: limit)
  }

  /// The geometric mean of medians; 1 for none.
  static func geometricMean(_ medians: [Double]) -> Double {
    guard !medians.isEmpty else { return 1 }
    return exp(medians.map { log(max($0, 1)) }.reduce(0, +) / Double(medians.count))
  }
}

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
