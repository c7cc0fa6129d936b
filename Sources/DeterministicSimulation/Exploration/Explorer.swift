internal import StateLocking

/// Runs the schedules of a strategy, on as many threads as call ``work()``.
final class Explorer: Sendable {
  struct FailedSchedule {
    let item: Schedules.Item
    let run: ExploredRun
    let error: any Error
  }

  private struct State {
    var schedules: Schedules
    var summary: ExplorationSummary
    /// The first schedule that showed steps to depend on each other.
    var dependent = Int.max
    var hashes: Set<UInt64> = []
    /// The first schedule with each order of steps that conflict.
    var orders: [UInt64: Int] = [:]
    /// The failure of the schedule with the lowest number.
    var failure: FailedSchedule?
    /// What the body returned, if that is looked at, and how often.
    var values: [ExploredValue: Int] = [:]
  }

  private let body: ExploredBody
  private let options: ExplorationOptions
  private let state: Lock<State>

  init(
    _ body: ExploredBody, _ strategy: ExplorationStrategy, _ options: ExplorationOptions,
    shard: Shard
  ) {
    self.body = body
    self.options = options
    let schedules = Schedules(strategy, pctSteps: body.picks(for: strategy), shard: shard)
    var summary = ExplorationSummary(preemptionBound: strategy.preemptionBound)
    if strategy.hasSeeds { summary.shard = shard }
    if case .depthFirst(_, _, isReduced: true) = strategy.kind { summary.isReduced = true }
    state = Lock(State(schedules: schedules, summary: summary))
  }

  /// Runs one schedule after another until none is left or one has failed.
  func work() {
    while true {
      switch state.withLock({ next(&$0) }) {
      case .run(let item): run(item)
      case .wait: ThreadIdentity.pause(milliseconds: 1)
      case .end: return
      }
    }
  }

  /// What the body returned, and how often.
  var values: [ExploredValue: Int] { state.withLock { $0.values } }

  /// What came of all schedules.
  var outcome: (summary: ExplorationSummary, failure: FailedSchedule?) {
    state.withLock { state in
      var summary = state.summary
      summary.distinctSchedules = state.hashes.count
      summary.distinctOrders = state.orders.count
      summary.lastNewSchedule = state.orders.values.max() ?? 0
      summary.isExhaustive = summary.preemptionBound != nil && state.schedules.isExhausted
      return (summary, state.failure)
    }
  }

  private func next(_ state: inout State) -> Schedules.Next {
    // Schedules with lower numbers are under way already, so the first failure stays the same
    // whatever the number of threads.
    if state.failure != nil, options.stopsAtFirstFailure { return .end }
    if state.summary.dependence != nil { return .end }
    return state.schedules.next()
  }

  /// How often a schedule is run again with steps swapped: most often the first, because there may
  /// be no other.
  private func checksBySwapping(of number: Int) -> Int {
    guard options.swapInterval > 0 else { return 0 }
    return max(32 / number, number.isMultiple(of: options.swapInterval) ? 1 : 0)
  }

  private func run(_ item: Schedules.Item) {
    let run = body.run(under: item.scheduler)
    if item.isForeign { return state.withLock { $0.schedules.finish(run, of: item) } }
    var error = run.error
    let interval = options.determinismInterval
    let isChecked = interval > 0 && (item.number - 1).isMultiple(of: interval)
    let reduced = run.scheduler as? SleepSetScheduler
    var swapChecks = 0
    var dependence: ExploredBody.Dependence?
    if (run.scheduler as? DepthFirstScheduler)?.hasDiverged ?? reduced?.hasDiverged ?? false {
      error = body.nondeterminism(in: run)
    } else if isChecked, error == nil {
      error = body.nondeterminismIfAny(in: run)
    }
    if let reduced, error == nil {
      (dependence, swapChecks) = body.dependence(
        in: run, reduced, checks: checksBySwapping(of: item.number),
        seed: UInt64(item.number) << 8)
    }
    state.withLock { state in
      state.schedules.finish(run, of: item)
      if let value = run.value { state.values[value, default: 0] += 1 }
      if reduced?.isBlocked ?? false { state.summary.blockedSchedules += 1 }
      state.summary.swapChecks += swapChecks
      if let dependence, item.number < state.dependent {
        state.dependent = item.number
        state.summary.dependence = dependence.reason
      }
      state.hashes.insert(run.traceHash)
      state.orders[run.orderHash] = min(state.orders[run.orderHash] ?? .max, item.number)
      state.summary.schedules += 1
      if isChecked { state.summary.determinismChecks += 1 }
      // An order that fails is a failure, whichever way it was found.
      let failed = dependence?.run ?? run
      guard let error = error ?? dependence?.failure else { return }
      state.summary.failures += 1
      guard item.number < state.failure?.item.number ?? .max else { return }
      state.failure = FailedSchedule(item: item, run: failed, error: error)
    }
  }
}
