import DeterministicSimulation

/// Settles the first number that a run draws, which is its plan, and leaves the rest to another
/// scheduler.
struct PlannedScheduler: Scheduler {
  private let plan: Int
  private var hasPlan = false
  private var draws: any Scheduler
  private var picks: any Scheduler

  /// - Parameters:
  ///   - plan: the number of the plan.
  ///   - round: how often there was a run of this plan. The first is plain and in order; then
  ///     draws are even, and jobs run in order, evenly mixed, or by priorities.
  init(plan: Int, round: Int, seed: UInt64) {
    self.plan = plan
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
    guard hasPlan else {
      hasPlan = true
      return min(plan, bound - 1)
    }
    return draws.next(below: bound)
  }
}
