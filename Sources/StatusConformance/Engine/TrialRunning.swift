import DeterministicSimulation

/// A trial's runner, whatever the trial.
protocol TrialRunning: Sendable {
  var subject: ConformanceSubject { get }
  var execution: Execution { get }

  /// Why some of the runs do not judge a rule; `nil` if they do.
  func reasonToSkip(_ rule: ConformanceRule, by selection: RunSelection) -> String?

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
