import DeterministicSimulation

/// Settles the first numbers that a run draws, which say what it is like, and leaves the rest to
/// other schedulers.
struct PlannedScheduler: Scheduler {
  private var settled: ArraySlice<Int>
  private var draws: any Scheduler
  private var picks: any Scheduler

  /// - Parameters:
  ///   - settled: the first numbers: that of the plan, and what is settled of a world.
  ///   - round: how often there was a run of this plan. The first is plain and in order; then
  ///     draws are even, and jobs run in order, evenly mixed, or by priorities.
  init(settled: [Int], round: Int, seed: UInt64) {
    self.settled = settled[...]
    let random = RandomScheduler(seed: seed)
    draws = round == 0 ? FirstInFirstOut() : random
    picks =
      switch round == 0 ? 0 : round % 3 {
      case 0: FirstInFirstOut()
      case 1: RandomScheduler(seed: ~seed)
      default: PCTScheduler(seed: ~seed, depth: 3, steps: 60)
      }
  }

  mutating func pick(from runnable: RunnableTasks) -> Int {
    picks.pick(from: runnable)
  }

  mutating func next(below bound: Int) -> Int {
    if let settled = settled.popFirst() { return min(settled, bound - 1) }
    return draws.next(below: bound)
  }
}
