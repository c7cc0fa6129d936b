/// The tasks whose next step need not be taken now, because the orders that begin with it have been
/// explored (Godefroid: *Partial-Order Methods for the Verification of Concurrent Systems*, 1996).
///
/// A task stays asleep for as long as what others do does not conflict with its next step.
struct SleepSet: Sendable {
  private struct Sleeper: Sendable {
    let task: Int
    let footprint: Footprint
  }

  private var sleepers: [Sleeper] = []

  func contains(_ task: Int) -> Bool { sleepers.contains { $0.task == task } }

  /// Lets a task sleep, whose next step touches what is given.
  mutating func insert(_ task: Int, _ footprint: Footprint) {
    // What a step touches may hang on the numbers that it draws, and only one of them was seen.
    guard !footprint.isUnknown, !footprint.marks.contains(.drawing) else { return }
    sleepers.append(Sleeper(task: task, footprint: footprint))
  }

  /// Wakes those with whose next step a step conflicts.
  mutating func wake(by footprint: Footprint, of task: Int) {
    sleepers.removeAll { $0.footprint.conflicts(of: $0.task, with: footprint, of: task) }
  }
}
