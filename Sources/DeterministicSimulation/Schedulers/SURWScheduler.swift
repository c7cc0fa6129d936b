/// Makes all orders of a few selected steps equally likely, whatever the other steps do.
///
/// This is selectively uniform concurrency testing (Zhao, Wolff, Mathur, Roychoudhury: *Selectively
/// Uniform Concurrency Testing*, ASPLOS 2025). A run draws what to look at: one or two of the
/// targets that steps have, among them a lock, a channel, a place in the source. A task is drawn in
/// proportion to the selected steps that it has left, and the next selected step is its; other
/// tasks go on evenly up to their next one.
public struct SURWScheduler: Scheduler {
  private var numbers: SeededNumbers
  private var remaining: RemainingSteps
  /// The task whose selected step comes next.
  private var intended: Int?
  private var shares: [Int] = []

  /// Makes the scheduler; equal seeds and profiles make equal choices.
  public init(seed: UInt64, profile: ScheduleProfile) {
    var numbers = SeededNumbers(seed: seed)
    let selected = Self.selection(from: profile, &numbers)
    remaining = RemainingSteps(profile, countingOnly: selected)
    self.numbers = numbers
  }

  /// Makes the scheduler for steps on given targets.
  public init(seed: UInt64, profile: ScheduleProfile, targets: Set<StepTarget>) {
    numbers = SeededNumbers(seed: seed)
    remaining = RemainingSteps(profile, countingOnly: targets)
  }

  /// Targets on which two tasks or more have steps; `nil`, which is all, if none are found.
  private static func selection(
    from profile: ScheduleProfile, _ numbers: inout SeededNumbers
  ) -> Set<StepTarget>? {
    let targets = profile.targets
    guard targets.count > 1 else { return nil }
    for _ in 0..<8 {
      var selected: Set = [targets[numbers.next(below: targets.count)]]
      if numbers.next(below: 2) == 1 {
        selected.insert(targets[numbers.next(below: targets.count)])
      }
      if profile.tasks(touching: selected) > 1 { return selected }
    }
    return nil
  }

  /// Picks a job of the intended task, or one whose step is not selected.
  public mutating func pick(from runnable: RunnableTasks) -> Int {
    if !runnable.contains(task: intended) {
      let index = runnable.draw(from: &numbers, &shares) { remaining[$0] }
      intended = runnable[index]
    }
    var candidates = 0
    for index in 0..<runnable.count where isFree(index, in: runnable) { candidates += 1 }
    guard candidates > 0 else { return numbers.next(below: runnable.count) }
    var left = numbers.next(below: candidates)
    for index in 0..<runnable.count where isFree(index, in: runnable) {
      if left == 0 { return index }
      left -= 1
    }
    return 0
  }

  private func isFree(_ index: Int, in runnable: RunnableTasks) -> Bool {
    runnable[index] == intended || !remaining.counts(runnable.target(at: index))
  }

  /// Draws any number.
  public mutating func next(below bound: Int) -> Int { numbers.next(below: bound) }

  /// It counts steps down.
  public var hearsSteps: Bool { true }

  /// Counts steps down, and lets go of the intended task once its step has been taken.
  public mutating func hear(_ event: SchedulingEvent) {
    remaining.hear(event)
    if case .ran(let task, let target) = event, task == intended, remaining.counts(target) {
      intended = nil
    }
  }
}

extension RunnableTasks {
  fileprivate func contains(task: Int?) -> Bool {
    guard let task else { return false }
    return (0..<count).contains { self[$0] == task }
  }
}
