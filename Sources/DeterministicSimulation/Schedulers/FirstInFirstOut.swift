/// Runs jobs in the order in which they became runnable, and draws zeros.
public struct FirstInFirstOut: Scheduler {
  /// Makes the scheduler.
  public init() {}

  /// Picks the job that has been runnable longest.
  public mutating func pick(from runnable: RunnableTasks) -> Int { 0 }

  /// Draws zero.
  public mutating func next(below bound: Int) -> Int { 0 }
}
