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

extension ExploredBody {
  /// Among how many runnable jobs a plain run picks, if the strategy asks.
  func picks(for strategy: ExplorationStrategy) -> Int {
    guard case .pct(_, nil, _) = strategy.kind else { return 0 }
    return run(under: FirstInFirstOut()).picks
  }

  /// Makes a failure as simple as possible, and runs it once more for its trace.
  func shrink(
    _ failure: Explorer.FailedSchedule, _ options: ExplorationOptions, _ summary: ExplorationSummary
  ) -> ExplorationFailure {
    let kind = FailureKind(failure.error)
    let isNondeterministic = (failure.error as? SimulationError)?.code == .nondeterminism
    // Under a body that is not deterministic, nothing is learned from running an edited list.
    var shrinker = Shrinker(
      failure.run.choices, plain: run(under: FirstInFirstOut()).choices,
      runs: isNondeterministic ? 0 : options.shrinkingRuns
    ) { values in
      let run = run(under: EditedScheduler(values))
      guard let error = run.error, FailureKind(error) == kind else { return nil }
      return run.choices
    }
    shrinker.shrink()
    let final = run(under: ReplayScheduler(shrinker.best), tracing: true)
    let error = isNondeterministic ? failure.error : final.error
    return ExplorationFailure(
      underlyingError: error ?? nondeterminism(in: final),
      token: ReplayToken(
        choices: final.choices, traceHash: final.traceHash, origin: failure.item.origin),
      schedule: failure.item.number, seed: failure.item.seed,
      choicesBeforeShrinking: failure.run.deviations,
      choicesAfterShrinking: final.deviations, trace: final.trace, summary: summary)
  }

  /// Runs the schedule of a token.
  func replay(
    _ token: ReplayToken, continuingPastDivergence continues: Bool
  ) throws -> (summary: ExplorationSummary, values: [ExploredValue: Int]) {
    let run = run(
      under: ReplayScheduler(token, continuingPastDivergence: continues), tracing: true)
    var summary = ExplorationSummary(preemptionBound: nil)
    summary.schedules = 1
    summary.distinctSchedules = 1
    summary.distinctOrders = 1
    summary.lastNewSchedule = 1
    if !continues {
      try token.check(ending: run.error, hash: run.traceHash, steps: run.steps, at: site)
    }
    guard let error = run.error else {
      return (summary, run.value.map { [$0: 1] } ?? [:])
    }
    summary.failures = 1
    throw ExplorationFailure(
      underlyingError: error,
      token: ReplayToken(
        choices: run.choices, traceHash: run.traceHash, origin: token.origin),
      schedule: 1, seed: nil, choicesBeforeShrinking: token.deviations.count,
      choicesAfterShrinking: run.deviations, trace: run.trace, summary: summary)
  }
}

extension ExplorationStrategy {
  /// The bound of a depth-first strategy.
  var preemptionBound: Int? {
    guard case .depthFirst(let preemptions, _, _) = kind else { return nil }
    return preemptions
  }
}
