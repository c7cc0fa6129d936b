import DeterministicSimulation

/// A trial's runner, whatever the trial.
protocol TrialRunning: Sendable {
  var subject: ConformanceSubject { get }
  var execution: Execution { get }

  /// Why some of the runs do not judge a rule; `nil` if they do.
  func reasonToSkip(_ rule: ConformanceRule, by selection: RunSelection) -> String?

  /// Makes runs and judges each by all rules.
  func record(_ selection: RunSelection) async -> TrialOutcome

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
