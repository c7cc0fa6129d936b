extension ExploredBody {
  /// Runs the schedules of a strategy, and throws the simplest one found that fails.
  func explore(
    _ strategy: ExplorationStrategy, _ options: ExplorationOptions,
    after earlier: ExplorationSummary? = nil
  ) throws -> (summary: ExplorationSummary, values: [ExploredValue: Int]) {
    if case .replay(let token, let continues) = strategy.kind {
      return try replay(token, continuingPastDivergence: continues)
    }
    try strategy.validate()
    let shard = try options.shard ?? Shard.inEnvironment()
    let explorer = Explorer(self, strategy, options, shard: shard)
    Threads.run(options.threads) { explorer.work() }
    let outcome = explorer.outcome
    var summary = earlier?.followed(by: outcome.summary) ?? outcome.summary
    let isInVain = summary.isReduced && summary.dependence != nil
    if isInVain { summary.isReduced = false }
    if let failure = outcome.failure { throw shrink(failure, options, summary) }
    guard isInVain, case .depthFirst(_, let schedules, _) = strategy.kind else {
      return (summary, explorer.values)
    }
    // Nothing of what was left out may be missing, so all is run.
    let whole = try explore(
      .depthFirst(schedules: schedules - summary.schedules), options, after: summary)
    return (whole.summary, whole.values.merging(explorer.values, uniquingKeysWith: +))
  }
}

/// A strategy that can't be followed.
public struct InvalidStrategy: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was asked for, and what can be had.
  public let description: String
}

extension ExplorationStrategy {
  /// Checks that the strategy can be followed.
  func validate() throws(InvalidStrategy) {
    guard case .depthFirst(let preemptions, let schedules, isReduced: true) = kind,
      preemptions < .max
    else { return }
    throw InvalidStrategy(
      description: """
        .depthFirst(preemptions: \(preemptions), schedules: \(schedules), reduced: true) would pass \
        over schedules within its bound: the order that stands for others may need more preemptions \
        than they do. Leave out the bound or the reduction
        """)
  }
}
