/// Picks a task in proportion to the steps that it still has to take.
///
/// This is the uniform random walk (Zhao, Wolff, Mathur, Roychoudhury: *Selectively Uniform
/// Concurrency Testing*, ASPLOS 2025). If the tasks take as many steps as foreseen and none has to
/// wait for another, all interleavings are equally likely, where even chances at each pick favour
/// those in which short tasks come early. A task that has taken all its foreseen steps, or was not
/// foreseen, counts as having one left.
public struct URWScheduler: Scheduler {
  private var numbers: SeededNumbers
  private var remaining: RemainingSteps
  private var shares: [Int] = []

  /// Makes the scheduler; equal seeds and profiles make equal choices.
  public init(seed: UInt64, profile: ScheduleProfile) {
    numbers = SeededNumbers(seed: seed)
    remaining = RemainingSteps(profile)
  }

  /// Picks a job by the steps that its task has left; jobs of one task share them.
  public mutating func pick(from runnable: RunnableTasks) -> Int {
    runnable.draw(from: &numbers, &shares) { max(remaining[$0], 1) }
  }

  /// Draws any number.
  public mutating func next(below bound: Int) -> Int { numbers.next(below: bound) }

  /// It counts steps down.
  public var hearsSteps: Bool { true }

  /// Counts steps down.
  public mutating func hear(_ event: SchedulingEvent) { remaining.hear(event) }
}

extension RunnableTasks {
  /// Draws a job with a probability in proportion to its task's weight, which jobs of one task
  /// share; evenly if all weights are zero.
  ///
  /// - Parameter jobs: room for counting.
  func draw(
    from numbers: inout SeededNumbers, _ jobs: inout [Int], weight: (Int) -> Int
  ) -> Int {
    for index in 0..<count {
      let task = self[index]
      while jobs.count <= task { jobs.append(0) }
      jobs[task] += 1
    }
    defer { for index in 0..<count { jobs[self[index]] = 0 } }
    // The first job of a task stands for all of them.
    var total = 0
    for index in 0..<count where jobs[self[index]] > 0 {
      total += weight(self[index])
      jobs[self[index]].negate()
    }
    guard total > 0 else { return numbers.next(below: count) }
    var rest = numbers.next(below: total)
    for index in 0..<count where jobs[self[index]] < 0 {
      let weight = weight(self[index])
      guard rest >= weight else {
        let jobs = -jobs[self[index]]
        return jobs == 1 ? index : job(numbers.next(below: jobs), ofTaskAt: index)
      }
      rest -= weight
      jobs[self[index]].negate()
    }
    return 0
  }

  /// The index of a task's job, counted from its first.
  private func job(_ number: Int, ofTaskAt first: Int) -> Int {
    var left = number
    for index in first..<count where self[index] == self[first] {
      if left == 0 { return index }
      left -= 1
    }
    return first
  }
}
