/// The schedules that a strategy still has to run: a state machine, fed with what the runs brought.
struct Schedules {
  struct Item {
    /// The number of the schedule, counted from one.
    let number: Int
    let seed: UInt64?
    /// Where a portfolio has it from.
    var origin: SearchOrigin?
    /// Of a reduced exploration, the node whose option it takes.
    var node: Int?
    /// Whether it is made for what others learn from it alone, and another share judges it.
    var isForeign = false
    let scheduler: any Scheduler
  }

  enum Next {
    case run(Item)
    /// Runs under way may bring more.
    case wait
    case end
  }

  /// A subtree of depth-first exploration: a branch off the run with these choices.
  private struct Subtree {
    let choices: [Int]
    let branch: DepthFirstScheduler.Branch
  }

  private let kind: ExplorationStrategy.Kind
  private let pctSteps: Int
  private let shard: Shard
  /// How many schedules were handed out, or left to other shares.
  private var handedOut = 0
  private var underWay = 0
  private var subtrees: [Subtree] = []
  private var tree = SleepSetTree()
  private var portfolio: Portfolio?

  /// - Parameter pctSteps: How many choices a run has, for a strategy that does not say.
  init(_ strategy: ExplorationStrategy, pctSteps: Int, shard: Shard) {
    kind = strategy.kind
    self.shard = shard
    if case .portfolio(let portfolio) = kind { self.portfolio = portfolio }
    self.pctSteps = pctSteps
  }

  /// Whether nothing is left to run.
  var isExhausted: Bool {
    handedOut > 0 && subtrees.isEmpty && tree.isEmpty && underWay == 0
  }

  mutating func next() -> Next {
    leaveToOthers()
    let number = handedOut + 1
    switch kind {
    case .firstInFirstOut:
      return number == 1 ? hand(FirstInFirstOut()) : .end
    case .replay(let token, let continues):
      return number == 1
        ? hand(ReplayScheduler(token, continuingPastDivergence: continues)) : .end
    case .random(let seeds):
      guard handedOut < seeds.clampedCount else { return .end }
      let seed = seeds.lowerBound + UInt64(handedOut)
      return hand(RandomScheduler(seed: seed), seed: seed)
    case .pct(let depth, let steps, let seeds):
      guard handedOut < seeds.clampedCount else { return .end }
      let seed = seeds.lowerBound + UInt64(handedOut)
      return hand(
        PCTScheduler(seed: seed, depth: depth, steps: steps ?? pctSteps), seed: seed)
    case .portfolio: return nextOfPortfolio()
    case .depthFirst(_, let schedules, isReduced: true):
      guard handedOut < schedules else { return .end }
      if number == 1 { return hand(SleepSetScheduler()) }
      guard let (scheduler, node) = tree.next() else { return underWay > 0 ? .wait : .end }
      return hand(scheduler, node: node)
    case .depthFirst(let preemptions, let schedules, isReduced: false):
      guard handedOut < schedules else { return .end }
      if number == 1 { return hand(DepthFirstScheduler(preemptionBound: preemptions)) }
      guard let subtree = subtrees.popLast() else { return underWay > 0 ? .wait : .end }
      return hand(
        DepthFirstScheduler(
          choices: subtree.choices, branch: subtree.branch, preemptionBound: preemptions))
    }
  }

  /// Takes note of a finished run.
  mutating func finish(_ run: ExploredRun, of item: Item) {
    underWay -= 1
    if let scheduler = run.scheduler as? SleepSetScheduler {
      tree.finish(scheduler, choices: run.choices.map(\.value), ofNode: item.node)
    }
    if let scheduler = run.scheduler as? ProfilingScheduler {
      portfolio?.learn(from: scheduler.profile, picks: run.picks)
    }
    guard let scheduler = run.scheduler as? DepthFirstScheduler else { return }
    let choices = run.choices.map(\.value)
    for branch in scheduler.branches {
      subtrees.append(Subtree(choices: choices, branch: branch))
    }
  }

  /// Passes over the seeds of other shares.
  private mutating func leaveToOthers() {
    switch kind {
    case .random, .pct: break
    // All learn from the first ones.
    case .portfolio where handedOut >= Portfolio.profilingRuns: break
    case .portfolio, .firstInFirstOut, .replay, .depthFirst: return
    }
    handedOut += (shard.index - handedOut % shard.count + shard.count) % shard.count
  }

  private mutating func nextOfPortfolio() -> Next {
    guard let portfolio, portfolio.has(handedOut) else { return .end }
    if handedOut >= Portfolio.profilingRuns, !portfolio.isProfiled { return .wait }
    let origin = portfolio.origin(of: handedOut)
    return hand(portfolio.scheduler(of: handedOut), seed: origin.seed, origin: origin)
  }

  private mutating func hand(
    _ scheduler: any Scheduler, seed: UInt64? = nil, origin: SearchOrigin? = nil,
    node: Int? = nil
  ) -> Next {
    handedOut += 1
    underWay += 1
    var item = Item(number: handedOut, seed: seed, origin: origin, node: node, scheduler: scheduler)
    if case .portfolio = kind { item.isForeign = !shard.contains(handedOut - 1) }
    return .run(item)
  }
}

extension Range<UInt64> {
  /// How many numbers there are, or as many as can be counted.
  var clampedCount: Int { Int(clamping: upperBound - lowerBound) }
}
