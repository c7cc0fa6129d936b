package import DeterministicSimulation
import Dispatch
import Foundation
import StateLocking

/// A trial's runner, whatever the trial.
protocol TrialRunning: Sendable {
  var subject: ConformanceSubject { get }
  var execution: Execution { get }

  /// Why some of the runs do not judge a rule; `nil` if they do.
  func reasonToSkip(_ rule: ConformanceRule, by selection: RunSelection) -> String?

  /// What has to happen in a run for it to show whether a rule holds; `nil` if every run does.
  func occasion(of rule: ConformanceRule) -> String?

  /// Makes runs and judges each by all rules.
  ///
  /// - Parameter tally: what is told of each run.
  func record(_ selection: RunSelection, tally: RunTally?) async -> TrialOutcome

  /// How many runs there are in a selection.
  func runs(in selection: RunSelection) -> Int

  /// The names of what can happen in worlds, sizes that are met exactly among them.
  var worldNames: [String] { get }

  /// Why no run judges a rule; `nil` if some do.
  func reasonNeverToJudge(_ rule: ConformanceRule) -> String?

  /// The rules that worlds are judged by.
  var judgedRules: [ConformanceRule] { get }

  /// Makes a world of a number, from 0 on, and judges it by all rules.
  func world(_ number: Int) async -> JudgedWorld

  /// What tells a run from any other, for as long as the process lives.
  func fingerprint(ofRun index: Int) async -> Int

  /// What repeats a run; `nil` in real time.
  func token(ofRun index: Int) async -> ReplayToken?

  /// Makes a charge a violation: with the simplest run that shows it.
  func violation(
    of rule: ConformanceRule, _ charge: TrialOutcome.Charge, in runs: Int
  ) async -> Violation

  /// Makes the run of a token and judges it by all rules.
  ///
  /// - Throws: `SimulationError` if the token leads to another run than it was made from.
  func replay(_ token: ReplayToken) throws(SimulationError) -> Replay
}

/// Which of a verification's runs are made.
package struct RunSelection: Sendable, Hashable {
  /// The share of the runs.
  let shard: Shard
  /// The number of a rule after whose first charge no more runs are made; `nil` for all runs.
  let last: Int?

  package init(_ shard: Shard = .whole, until last: Int? = nil) {
    self.shard = shard
    self.last = last
  }

  /// The runs that the environment asks for.
  package static func inEnvironment() throws(InvalidShard) -> RunSelection {
    RunSelection(try Shard.inEnvironment())
  }
}

/// What one of a verification's runs is for, which follows from its number alone.
///
/// The first runs follow each plan once, plainly. Of the others every second one is a world, if there
/// are any.
enum RunRole: Sendable, Hashable {
  /// A run of a plan, and how often there was one before.
  case plan(Int, round: Int)
  /// A world, numbered from 0 on.
  case world(Int)

  init(ofRun index: Int, plans: Int, hasWorlds: Bool) {
    guard plans > 0 else {
      self = .world(index)
      return
    }
    guard index >= plans, hasWorlds else {
      self = .plan(index % plans, round: index / plans)
      return
    }
    let (pair, second) = (index - plans).quotientAndRemainder(dividingBy: 2)
    self = second == 1 ? .world(pair) : .plan(pair % plans, round: 1 + pair / plans)
  }

  /// The run that is a world.
  static func run(ofWorld number: Int, plans: Int) -> Int {
    plans == 0 ? number : plans + 2 * number + 1
  }

  var isWorld: Bool {
    if case .world = self { true } else { false }
  }
}

/// What has come of runs so far, for who watches them being made.
package final class RunTally: Sendable {
  /// The numbers at one moment.
  package struct Counts: Sendable, Hashable {
    /// How many runs were made.
    package var runs = 0
    /// How many of them broke a rule.
    package var failures = 0
    /// How long they took together, in their own time.
    package var virtualTime = Duration.zero

    package init() {}
  }

  private let state = Lock(Counts())

  package init() {}

  /// The numbers.
  package var counts: Counts { state.withLock { $0 } }

  /// Counts a run.
  package func add(_ virtualTime: Duration, isFailure: Bool) {
    state.withLock { counts in
      counts.runs += 1
      counts.failures += isFailure ? 1 : 0
      counts.virtualTime += virtualTime
    }
  }
}

/// Threads for simulated runs, as many as there are processors.
///
/// A simulated run never suspends. On the threads that all tasks share it would hold up what has
/// nothing to do with it, such as a test that waits for real time.
package final class RunThreads: TaskExecutor {
  private struct State {
    var jobs: ArraySlice<UnownedJob> = []
    var threads = 0
  }

  /// Those that all verifications share.
  package static let shared = RunThreads(limit: ProcessInfo.processInfo.activeProcessorCount)

  private let limit: Int
  private let state = Lock(State())

  /// - Parameter limit: how many threads there are at most.
  package init(limit: Int) {
    self.limit = limit
  }

  /// Has a job run on one of the threads.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let needsThread = state.withLock { state in
      state.jobs.append(job)
      guard state.threads < limit else { return false }
      state.threads += 1
      return true
    }
    // A serial queue brings a thread of its own; those of concurrent queues are shared.
    if needsThread { DispatchQueue(label: "simulated runs").async { self.work() } }
  }

  private func work() {
    while let job = nextJob() { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  private func nextJob() -> UnownedJob? {
    state.withLock { state in
      let job = state.jobs.popFirst()
      if job == nil { state.threads -= 1 }
      return job
    }
  }
}
