/// Runs the task of highest priority, and lowers a priority at a few random moments.
///
/// This is probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatti: *A
/// Randomized Scheduler with Probabilistic Guarantees of Finding Bugs*, ASPLOS 2010). Each task
/// starts with a random priority. At d − 1 moments, drawn evenly from the k picks of a run, the
/// task about to run falls below all others. A bug that needs d ordering constraints among n tasks
/// shows in a run with a probability of at least 1 / (n · k^(d−1)), however unlikely even
/// chances make it.
public struct PCTScheduler: Scheduler {
  private var numbers: SeededNumbers
  /// By task number; those drawn at the start are above those given at a change.
  private var priorities: [UInt64?] = []
  private let changes: [Int]
  private var picks = 0

  /// Makes the scheduler; equal seeds make equal choices.
  ///
  /// - Parameters:
  ///   - depth: The number d of ordering constraints to look for, at least one.
  ///   - steps: The number k of picks, among two or more, that a run is expected to have.
  ///   - seed: What its choices follow from.
  public init(seed: UInt64, depth: Int, steps: Int) {
    var numbers = SeededNumbers(seed: seed)
    changes = (1..<max(depth, 1)).map { _ in numbers.next(below: max(steps, 1)) }
    self.numbers = numbers
  }

  /// Picks the first job of the runnable task with the highest priority.
  public mutating func pick(from runnable: RunnableTasks) -> Int {
    var best = highest(in: runnable)
    // Each change gives a priority of its own, below all that are drawn at the start.
    for change in changes.indices where changes[change] == picks {
      priorities[runnable[best]] = UInt64(change)
      best = highest(in: runnable)
    }
    picks += 1
    return best
  }

  /// Draws any number.
  public mutating func next(below bound: Int) -> Int {
    numbers.next(below: bound)
  }

  private mutating func highest(in runnable: RunnableTasks) -> Int {
    var best = 0
    var bestPriority = priority(of: runnable[0])
    for index in 1..<runnable.count {
      let priority = priority(of: runnable[index])
      if priority > bestPriority { (best, bestPriority) = (index, priority) }
    }
    return best
  }

  private mutating func priority(of task: Int) -> UInt64 {
    while priorities.count <= task { priorities.append(nil) }
    if let priority = priorities[task] { return priority }
    let priority = numbers.next() | (1 << 63)
    priorities[task] = priority
    return priority
  }
}
