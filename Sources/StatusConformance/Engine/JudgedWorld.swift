import DeterministicSimulation

/// A world that was made and judged.
package struct JudgedWorld: Sendable {
  /// The rule that it breaks, of several the lowest.
  struct Charge: Sendable {
    let rule: ConformanceRule
    let charge: TrialOutcome.Charge
    let size: StorySize
  }

  /// Which world it is, from 0 on.
  package let number: Int
  /// The names of what has happened in it of what can; `nil` if there are no worlds.
  package let happened: Set<String>?
  /// The numbers of the rules that would have shown, had they been broken.
  package let triggers: Set<Int>
  /// How long it took, in its own time.
  package let elapsed: Duration
  /// What tells it from other runs of the same build configuration.
  package let hash: UInt64
  /// Whether it did not end within what a run may take.
  package let isCut: Bool
  let charge: Charge?

  /// The rule that it breaks, of several the lowest; `nil` if it breaks none.
  package var brokenRule: ConformanceRule? { charge?.rule }

  /// How large the run is; `nil` if it breaks no rule.
  package var storySize: StorySize? { charge?.size }
}

/// How much there is to a run, for who reads its story.
package struct StorySize: Sendable, Hashable {
  /// How many traces have events.
  package let traces: Int
  /// How many events were published.
  package let events: Int

  /// Counts what had to arrive: events, one in a line, that begin with their trace.
  package init(_ transcript: [String]) {
    events = transcript.count
    traces = Set(transcript.map { $0.prefix { $0 != " " } }).count
  }
}

extension Verification {
  /// Makes a world of a number, from 0 on, and judges it by all rules; what it is follows from the
  /// number alone.
  package func world(_ number: Int) async -> JudgedWorld { await verifier.runner.world(number) }

  /// Makes what is wrong with a world a violation, with the simplest run that shows it.
  package func violation(in world: JudgedWorld) async -> Violation? {
    guard let charge = world.charge else { return nil }
    return await verifier.runner.violation(of: charge.rule, charge.charge, in: world.number + 1)
  }

  /// The names of what can happen in worlds.
  package var worldNames: [String] { verifier.runner.worldNames }

  /// Why no run judges a rule; `nil` if some do.
  package func reasonNeverToJudge(_ rule: ConformanceRule) -> String? {
    verifier.runner.reasonNeverToJudge(rule)
  }

  /// The rules that worlds are judged by.
  package var judgedRules: [ConformanceRule] { verifier.runner.judgedRules }
}

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
