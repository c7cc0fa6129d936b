extension ExploredBody {
  /// Runs orders that should be as good as a run's own, and returns what shows that one is not.
  ///
  /// They should be, because they swap only neighbours whose footprints do not conflict. If two runs
  /// differ, two neighbours are looked for that are to blame.
  func dependence(
    in run: ExploredRun, _ scheduler: SleepSetScheduler, checks: Int, seed: UInt64
  ) -> String? {
    guard !scheduler.hasTwins else { return nil }
    for check in 0..<UInt64(checks) {
      let dependence = dependence(in: run, StepOrder(scheduler.steps), seed: seed + check)
      if let dependence { return dependence }
    }
    return nil
  }

  private func dependence(in run: ExploredRun, _ order: StepOrder, seed: UInt64) -> String? {
    var shuffled = order
    shuffled.shuffle(seed: seed)
    func repeated(swaps: Int, tracing: Bool = false) -> ExploredRun {
      self.run(
        under: StepOrderScheduler(shuffled.reached(from: order, bySwaps: swaps)), tracing: tracing)
    }
    guard !shuffled.swaps.isEmpty,
      difference(between: run, and: repeated(swaps: shuffled.swaps.count)) != nil,
      // Else the body is not deterministic, which is said by another check.
      difference(between: run, and: repeated(swaps: 0)) == nil
    else { return nil }
    var (alike, unlike) = (0, shuffled.swaps.count)
    while unlike - alike > 1 {
      let middle = (alike + unlike) / 2
      let isAlike = difference(between: run, and: repeated(swaps: middle)) == nil
      if isAlike { alike = middle } else { unlike = middle }
    }
    let place = shuffled.swaps[alike]
    let before = repeated(swaps: alike, tracing: true)
    let steps = before.trace.filter(\.hasFootprint).dropFirst(place).prefix(2)
    let difference = difference(between: before, and: repeated(swaps: unlike)) ?? "it differs"
    return """
      steps that touch different things, as far as footprints show, can't be swapped: with \
      \(steps.map { "“\($0)”" }.joined(separator: " after, not before, ")), \(difference)
      """
  }

  /// What two runs that should be equivalent differ in; `nil` if it is nothing.
  private func difference(between first: ExploredRun, and second: ExploredRun) -> String? {
    if first.error.map(FailureKind.init) != second.error.map(FailureKind.init) {
      let errors = [first, second].map { run in run.error.map { "“\($0)”" } ?? "no error" }
      return "there is \(errors[1]) in place of \(errors[0])"
    }
    if first.value != second.value { return "the body returns another value" }
    return first.sequences == second.sequences ? nil : "a task does something else"
  }
}
