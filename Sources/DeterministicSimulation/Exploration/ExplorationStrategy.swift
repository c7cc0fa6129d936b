/// Which schedules of a body are run.
public struct ExplorationStrategy: Sendable {
  enum Kind: Sendable {
    case firstInFirstOut
    case random(seeds: Range<UInt64>)
    case pct(depth: Int, steps: Int?, seeds: Range<UInt64>)
    case portfolio(Portfolio)
    case depthFirst(preemptions: Int, schedules: Int, isReduced: Bool)
    case replay(ReplayToken, continuingPastDivergence: Bool)
  }

  let kind: Kind

  /// One schedule: jobs run in the order in which they became runnable.
  public static var firstInFirstOut: Self { Self(kind: .firstInFirstOut) }

  /// A schedule for each seed, in which every choice is even.
  public static func random(seeds: Range<UInt64>) -> Self {
    Self(kind: .random(seeds: seeds))
  }

  /// A schedule for each seed by probabilistic concurrency testing; see ``PCTScheduler``.
  ///
  /// - Parameters:
  ///   - depth: The number of ordering constraints to look for.
  ///   - steps: How many picks among runnable jobs a run is expected to have. If not given, a run
  ///     in first-in-first-out order, done beforehand, tells.
  ///   - seeds: The seeds, one run for each.
  public static func pct(depth: Int, steps: Int? = nil, seeds: Range<UInt64>) -> Self {
    Self(kind: .pct(depth: depth, steps: steps, seeds: seeds))
  }

  /// A schedule for each seed, by strategies that take turns: what to use unless you know better.
  ///
  /// ``SURWScheduler``, ``POSScheduler``, ``URWScheduler``, ``PCTScheduler`` and
  /// ``RandomScheduler`` each find what the others miss. Which one a seed stands for follows from
  /// the seed. Two schedules more are run beforehand, in order and at random, from which the
  /// strategies learn how many steps each task takes; they are judged and counted like any other.
  public static func automatic(seeds: Range<UInt64>) -> Self {
    Self(kind: .portfolio(.automatic(seeds: seeds)))
  }

  /// A schedule for each seed by ``URWScheduler``, after two from which it learns; see
  /// ``automatic(seeds:)``.
  public static func urw(seeds: Range<UInt64>) -> Self {
    Self(kind: .portfolio(Portfolio(turns: [.urw], seeds: seeds)))
  }

  /// A schedule for each seed by ``SURWScheduler``, after two from which it learns; see
  /// ``automatic(seeds:)``.
  public static func surw(seeds: Range<UInt64>) -> Self {
    Self(kind: .portfolio(Portfolio(turns: [.surw], seeds: seeds)))
  }

  /// A schedule for each seed by ``POSScheduler``, after one in order and one at random.
  public static func pos(seeds: Range<UInt64>) -> Self {
    Self(kind: .portfolio(Portfolio(turns: [.pos], seeds: seeds)))
  }

  /// Every schedule there is, up to bounds, each once.
  ///
  /// - Parameters:
  ///   - preemptions: How often, in one schedule, a task may be interrupted that could go on.
  ///   - schedules: The number of schedules at which to give up.
  ///   - isReduced: Whether to leave out orders that only swap steps which touch different things, as
  ///     far as their ``Footprint`` shows. What tasks share beside locks, channels and lanes has to be
  ///     declared then; see ``Simulation/recordAccess(to:isWrite:)``. It can't be had together with a
  ///     bound of preemptions, which it would make pass over what is within the bound.
  public static func depthFirst(
    preemptions: Int = .max, schedules: Int, reduced isReduced: Bool = false
  ) -> Self {
    Self(
      kind: .depthFirst(preemptions: preemptions, schedules: schedules, isReduced: isReduced))
  }

  /// The schedule of a token.
  ///
  /// - Parameters:
  ///   - continuingPastDivergence: Whether to go on where the body offers other
  ///     possibilities than the token says, taking the nearest one.
  ///   - token: What to repeat.
  public static func replay(
    _ token: ReplayToken, continuingPastDivergence: Bool = false
  ) -> Self {
    Self(kind: .replay(token, continuingPastDivergence: continuingPastDivergence))
  }
}

extension ExplorationStrategy {
  /// The same strategy with more seeds, if it has seeds and they are fewer.
  package func raisingSeeds(to count: UInt64) -> Self {
    func raised(_ seeds: Range<UInt64>) -> Range<UInt64> {
      let upper = seeds.lowerBound.addingReportingOverflow(count)
      return seeds.lowerBound..<max(seeds.upperBound, upper.overflow ? .max : upper.partialValue)
    }
    switch kind {
    case .random(let seeds): return .random(seeds: raised(seeds))
    case .pct(let depth, let steps, let seeds):
      return .pct(depth: depth, steps: steps, seeds: raised(seeds))
    case .portfolio(let portfolio):
      return Self(
        kind: .portfolio(Portfolio(turns: portfolio.turns, seeds: raised(portfolio.seeds))))
    case .firstInFirstOut, .depthFirst, .replay: return self
    }
  }
}

extension ExplorationStrategy {
  /// Whether it has a schedule for each of some seeds, which can be shared.
  var hasSeeds: Bool {
    switch kind {
    case .random, .pct, .portfolio: true
    case .firstInFirstOut, .depthFirst, .replay: false
    }
  }
}
