/// Gives each step a random priority, and takes the highest first.
///
/// This is partial order sampling (Yuan, Yang, Gu: *Partial Order Aware Concurrency Sampling*,
/// CAV 2018). A step keeps its priority until it is taken, unless a step of another task on the
/// same target comes first: then the loser of the race draws a new one, so that orders of racing
/// steps do not depend on each other.
public struct POSScheduler: Scheduler {
  private var numbers: SeededNumbers
  /// Of each task's next step, by task number; zero until it is drawn.
  private var priorities: [UInt64] = []
  /// The target of the last step, whose losers draw again.
  private var raced: StepTarget?

  /// Makes the scheduler; equal seeds make equal choices.
  public init(seed: UInt64) {
    numbers = SeededNumbers(seed: seed)
  }

  /// Picks the job whose step has the highest priority.
  public mutating func pick(from runnable: RunnableTasks) -> Int {
    var best = 0
    var bestPriority: UInt64 = 0
    for index in 0..<runnable.count {
      let priority = priority(of: runnable[index], on: runnable.target(at: index))
      if priority > bestPriority { (best, bestPriority) = (index, priority) }
    }
    raced = nil
    return best
  }

  private mutating func priority(of task: Int, on target: StepTarget) -> UInt64 {
    while priorities.count <= task { priorities.append(0) }
    if priorities[task] == 0 || target == raced { priorities[task] = numbers.next() | 1 }
    return priorities[task]
  }

  /// Draws any number.
  public mutating func next(below bound: Int) -> Int { numbers.next(below: bound) }

  /// It forgets the priorities of steps that were taken.
  public var hearsSteps: Bool { true }

  /// Forgets the priority of a step that is taken.
  public mutating func hear(_ event: SchedulingEvent) {
    guard case .ran(let task, let target) = event else { return }
    if priorities.indices.contains(task) { priorities[task] = 0 }
    raced = target
  }
}
