/// Settles every choice evenly at random, from a seed.
public struct RandomScheduler: Scheduler {
  private var numbers: SeededNumbers

  /// Makes the scheduler; equal seeds make equal choices.
  public init(seed: UInt64) {
    numbers = SeededNumbers(seed: seed)
  }

  /// Picks any runnable job.
  public mutating func pick(from runnable: RunnableTasks) -> Int {
    numbers.next(below: runnable.count)
  }

  /// Draws any number.
  public mutating func next(below bound: Int) -> Int {
    numbers.next(below: bound)
  }
}
