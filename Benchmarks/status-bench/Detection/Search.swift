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
