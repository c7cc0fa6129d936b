/// Lets tasks take their steps in a given order, whatever the places of their jobs.
struct StepOrderScheduler: Scheduler {
  private let steps: [SleepSetScheduler.Step]
  private var position = 0
  private var drawn = 0

  init(_ order: StepOrder) {
    steps = order.steps
  }

  mutating func pick(from runnable: RunnableTasks) -> Int {
    guard position < steps.count else { return 0 }
    // If the task can't go on, which no choice says, the run has come to differ.
    return (0..<runnable.count).first { runnable[$0] == steps[position].task } ?? -1
  }

  mutating func next(below bound: Int) -> Int {
    defer { drawn += 1 }
    guard position < steps.count, drawn < steps[position].draws.count else { return 0 }
    return min(steps[position].draws[drawn], bound - 1)
  }

  var hearsFootprints: Bool { true }

  mutating func hear(_ event: SchedulingEvent) {
    guard case .touched = event else { return }
    position += 1
    drawn = 0
  }
}

/// The steps of a run in an order that is as good as that of the run, if tasks share only what
/// footprints show.
struct StepOrder: Sendable {
  private(set) var steps: [SleepSetScheduler.Step]

  /// Where steps were swapped with the next one, in this order.
  private(set) var swaps: [Int] = []

  init(_ steps: [SleepSetScheduler.Step]) {
    self.steps = steps
  }

  /// Swaps neighbours that do not conflict, at random.
  mutating func shuffle(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    for _ in 0..<min(steps.count, 64) {
      for index in steps.indices.dropLast() where numbers.next(below: 2) == 0 {
        swapIfIndependent(at: index)
      }
    }
  }

  /// The order after some of the swaps that led from an order to this one.
  func reached(from order: StepOrder, bySwaps count: Int) -> StepOrder {
    var order = order
    for index in swaps.prefix(count) { order.swapIfIndependent(at: index) }
    return order
  }

  private mutating func swapIfIndependent(at index: Int) {
    let (left, right) = (steps[index], steps[index + 1])
    guard !right.isAfterIdleness,
      !left.footprint.conflicts(of: left.task, with: right.footprint, of: right.task)
    else { return }
    steps[index] = right
    steps[index + 1] = left
    steps[index].isAfterIdleness = left.isAfterIdleness
    steps[index + 1].isAfterIdleness = false
    swaps.append(index)
  }
}
