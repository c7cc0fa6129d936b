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
    var hashes: Set<UInt64> = []
    /// The failure of the schedule with the lowest number.
    var failure: FailedSchedule?
  }

  private let body: ExploredBody
  private let options: ExplorationOptions
  private let state: Lock<State>

  init(
    _ body: ExploredBody, _ schedules: Schedules, _ summary: ExplorationSummary,
    _ options: ExplorationOptions
  ) {
    self.body = body
    self.options = options
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

  /// What came of all schedules.
  var outcome: (summary: ExplorationSummary, failure: FailedSchedule?) {
    state.withLock { state in
      var summary = state.summary
      summary.distinctSchedules = state.hashes.count
      summary.isExhaustive = summary.preemptionBound != nil && state.schedules.isExhausted
      return (summary, state.failure)
    }
  }

  private func next(_ state: inout State) -> Schedules.Next {
    // Schedules with lower numbers are under way already, so the first failure stays the same
    // whatever the number of threads.
    if state.failure != nil, options.stopsAtFirstFailure { return .end }
    return state.schedules.next()
  }

  private func run(_ item: Schedules.Item) {
    let run = body.run(under: item.scheduler)
    var error = run.error
    let interval = options.determinismInterval
    let isChecked = interval > 0 && (item.number - 1).isMultiple(of: interval)
    if let scheduler = run.scheduler as? DepthFirstScheduler, scheduler.hasDiverged {
      error = body.nondeterminism(in: run)
    } else if isChecked, error == nil {
      error = body.nondeterminismIfAny(in: run)
    }
    state.withLock { state in
      state.schedules.finish(run)
      state.hashes.insert(run.traceHash)
      state.summary.schedules += 1
      if isChecked { state.summary.determinismChecks += 1 }
      guard let error else { return }
      state.summary.failures += 1
      guard item.number < state.failure?.item.number ?? .max else { return }
      state.failure = FailedSchedule(item: item, run: run, error: error)
    }
  }
}
