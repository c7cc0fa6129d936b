extension ExploredBody {
  /// What shows that steps depend on each other of which footprints do not tell.
  struct Dependence {
    let reason: String
    /// The run with steps swapped.
    let run: ExploredRun

    /// Why that run failed, if it did for another reason than that its steps can't be taken.
    var failure: (any Error)? {
      (run.error as? SimulationError)?.code == .divergence ? nil : run.error
    }
  }

  /// Runs orders that should be as good as a run's own, and returns what shows that one is not.
  ///
  /// They should be, because they swap only neighbours whose footprints do not conflict. If two runs
  /// differ, two neighbours are looked for that are to blame. Nothing is run where jobs can't be told
  /// apart, as in a task group.
  ///
  /// - Returns: how many orders were run, too.
  func dependence(
    in run: ExploredRun, _ scheduler: SleepSetScheduler, checks: Int, seed: UInt64
  ) -> (dependence: Dependence?, orders: Int) {
    guard !scheduler.hasTwins else { return (nil, 0) }
    var orders = 0
    for check in 0..<UInt64(checks) {
      let order = StepOrder(scheduler.steps)
      var shuffled = order
      shuffled.shuffle(seed: seed + check)
      guard !shuffled.swaps.isEmpty else { continue }
      orders += 1
      if let dependence = dependence(in: run, order, shuffled) { return (dependence, orders) }
    }
    return (nil, orders)
  }

  private func dependence(
    in run: ExploredRun, _ order: StepOrder, _ shuffled: StepOrder
  ) -> Dependence? {
    func repeated(swaps: Int, tracing: Bool = false) -> ExploredRun {
      self.run(
        under: StepOrderScheduler(shuffled.reached(from: order, bySwaps: swaps)), tracing: tracing)
    }
    let last = repeated(swaps: shuffled.swaps.count)
    guard difference(between: run, and: last) != nil,
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
    let reason = """
      steps that touch different things, as far as footprints show, can't be swapped: with \
      \(steps.map { "“\($0)”" }.joined(separator: " after, not before, ")), \(difference)
      """
    return Dependence(reason: reason, run: last)
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

/// The tree of schedules of a reduced depth-first exploration, as far as it is still to be walked.
///
/// Before an option of a node is taken, those taken before it are put to sleep, with what their first
/// steps have touched. So a node waits for the run of its last option, and what is run does not hang
/// on the number of threads.
struct SleepSetTree {
  private struct Place {
    let number: Int
    /// The choices up to the node.
    let choices: ArraySlice<Int>
    var node: SleepSetScheduler.Node
    var isUnderWay = false
  }

  /// From the root on.
  private var places: [Place] = []
  private var made = 0

  var isEmpty: Bool { places.isEmpty }

  /// Takes the next option that need not wait, and returns it with the number of its node.
  mutating func next() -> (scheduler: SleepSetScheduler, node: Int)? {
    guard let index = places.lastIndex(where: { !$0.isUnderWay }),
      let option = places[index].node.options.popLast()
    else { return nil }
    let place = places[index]
    if place.node.isPick {
      places[index].isUnderWay = true
    } else if place.node.options.isEmpty {
      places.remove(at: index)
    }
    let scheduler = SleepSetScheduler(
      choices: place.choices, option: option, asleep: place.node.asleep)
    return (scheduler, place.number)
  }

  /// Takes note of a finished run.
  ///
  /// - Parameter number: The node whose option it took; `nil` for the first run.
  mutating func finish(_ run: SleepSetScheduler, choices: [Int], ofNode number: Int?) {
    if let index = places.lastIndex(where: { $0.number == number }) {
      places[index].isUnderWay = false
      if let task = run.replacedTask, let footprint = run.replacementFootprint {
        places[index].node.asleep.insert(task, footprint)
      }
      if places[index].node.options.isEmpty { places.remove(at: index) }
    }
    for node in run.nodes {
      made += 1
      places.append(Place(number: made, choices: choices[..<node.position], node: node))
    }
  }
}
