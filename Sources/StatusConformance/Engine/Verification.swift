public import DeterministicSimulation

/// What checks an implementation of one stage against the rules.
///
/// Its runs are made once, when the first rule is verified, and every rule is judged on each of
/// them. So keep a verification for as long as there are rules to verify.
public protocol Verification: Sendable {
  /// The runs.
  var verifier: Verifier { get }
}

extension Verification {
  /// The stage that it is about.
  public var subject: ConformanceSubject { verifier.runner.subject }

  /// What the implementation is called in reports.
  public var name: String { verifier.identity.name }

  /// Verifies one rule.
  ///
  /// - Returns: That it holds in all runs, why it can't be judged, or the simplest run found in
  ///   which it does not hold.
  public func verify(_ rule: ConformanceRule) async -> Verdict {
    await verifier.verdict(on: rule)
  }

  /// Makes the run of a token once more, and judges it by every rule.
  ///
  /// - Throws: `SimulationError` if the token leads to another run than it was made from: the
  ///   implementation is another one, or the build configuration.
  public func replay(_ token: ReplayToken) throws(SimulationError) -> Replay {
    try verifier.runner.replay(token)
  }

  /// What repeats one of the runs, counted from 1 as in a violation; `nil` in real time.
  public func token(ofRun number: Int) async -> ReplayToken? {
    await verifier.runner.token(ofRun: number - 1)
  }

  /// Verifies every rule about the stage.
  public func verifyAll() async -> ConformanceReport { await verifyAll(RunSelection()) }

  /// Verifies every rule about the stage by some of the runs.
  package func verifyAll(_ selection: RunSelection) async -> ConformanceReport {
    var entries: [ConformanceReport.Entry] = []
    for rule in ConformanceRule.all(about: subject) {
      let verdict = await verifier.verdict(on: rule, by: selection)
      entries.append(ConformanceReport.Entry(rule: rule, verdict: verdict))
    }
    return ConformanceReport(
      name: name, subject: subject, isExplored: verifier.runner.execution.isExplored,
      entries: entries, coverage: await verifier.coverage(of: selection))
  }
}
