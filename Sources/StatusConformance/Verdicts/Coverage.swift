/// How much a verdict rests on.
public struct Coverage: Sendable, Hashable {
  /// How many runs were judged.
  public let runs: Int
  /// Whether schedules were looked for; otherwise the runs are those that happened in real time.
  public let isExplored: Bool
  /// How many of the runs were worlds, in which several things can happen at once.
  public let worlds: Int
  /// How many runs were cut off, since they did not end within what a run may take.
  public let cutRuns: Int
  /// In how many worlds each thing has happened, by what it is called.
  public let situations: [String: Int]
  /// In how many worlds two things have happened.
  public let pairs: [Pair: Int]

  /// Two things that have happened in one world, in the order of the alphabet.
  public struct Pair: Sendable, Hashable {
    /// The one that comes first.
    public let first: String
    /// The other one.
    public let second: String

    init(_ first: String, _ second: String) {
      self.first = first
      self.second = second
    }
  }

  package init(
    runs: Int, isExplored: Bool, worlds: Int = 0, cutRuns: Int = 0, situations: [String: Int] = [:],
    pairs: [Pair: Int] = [:]
  ) {
    self.runs = runs
    self.isExplored = isExplored
    self.worlds = worlds
    self.cutRuns = cutRuns
    self.situations = situations
    self.pairs = pairs
  }
}

extension Coverage: CustomStringConvertible {
  /// The number of runs, and a mark if they were not explored.
  public var description: String { "\(runs) runs\(isExplored ? "" : " in real time, unexplored")" }
}
