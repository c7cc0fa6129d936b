/// How much a verdict rests on.
public struct Coverage: Sendable, Hashable {
  /// How many runs were judged.
  public let runs: Int
  /// Whether schedules were looked for; otherwise the runs are those that happened in real time.
  public let isExplored: Bool

  package init(runs: Int, isExplored: Bool) {
    self.runs = runs
    self.isExplored = isExplored
  }
}

extension Coverage: CustomStringConvertible {
  /// The number of runs, and a mark if they were not explored.
  public var description: String { "\(runs) runs\(isExplored ? "" : " in real time, unexplored")" }
}
