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
