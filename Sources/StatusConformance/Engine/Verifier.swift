import DeterministicSimulation
import StateLocking

/// The runs of one verification, made once and judged by every rule.
///
/// It is what a ``Verification`` is made of, and has nothing to be used directly.
public final class Verifier: Sendable {
  /// What a verification is known by, so that those made at one place of the source can share
  /// their runs.
  package struct Identity: Sendable, Hashable {
    let name: String
    let site: SourceSite
    let column: UInt
    let types: [ObjectIdentifier]
    let capabilities: Set<ConformanceCapability>
  }

  package let identity: Identity
  let runner: any TrialRunning

  private struct State {
    var outcomes: [RunSelection: Task<TrialOutcome, Never>] = [:]
    var violations: [ViolationKey: Task<Violation, Never>] = [:]
  }

  private struct ViolationKey: Hashable {
    let rule: Int
    /// The run that is charged, and how many there were: shares of the runs have others.
    let run: Int
    let runs: Int
  }

  private let state = Lock(State())

  init<T: Trial>(
    _ trial: T, name: String, execution: Execution, types: [ObjectIdentifier], site: SourceSite,
    column: UInt
  ) {
    identity = Identity(
      name: name, site: site, column: column, types: types, capabilities: trial.capabilities)
    runner = TrialRunner(trial: trial, execution: execution, site: site)
  }

  /// Judges the runs by a rule, making them first if that has not been done.
  package func verdict(
    on rule: ConformanceRule, by selection: RunSelection = RunSelection()
  ) async -> Verdict {
    if let reason = runner.reasonToSkip(rule, by: selection) { return .skip(reason: reason) }
    let outcome = await outcome(of: selection)
    guard let charge = outcome.charges[rule.id] else {
      if let obstacle = outcome.obstacles[rule.id] { return .skip(reason: obstacle) }
      if !outcome.shown.contains(rule.id), let occasion = runner.occasion(of: rule) {
        return .skip(reason: "needs \(occasion), which no run had")
      }
      return .pass(outcome.coverage)
    }
    // A run that can't be repeated says nothing about anything else.
    // Each run of a pipeline is about one thing that a client can meet, so what it shows counts.
    let isWhole = runner.subject == .pipeline
    let presupposed = rule.id == 100 ? [] : [100] + (isWhole ? [] : rule.presupposes)
    let failing = presupposed.first { outcome.charges[$0] != nil }
    if let failing { return .skip(reason: "rule \(failing) fails, which it presupposes") }
    return .violation(await violation(of: rule, charge, in: outcome.coverage.runs))
  }

  /// How much the verdicts on the same runs rest on.
  func coverage(of selection: RunSelection) async -> Coverage {
    await outcome(of: selection).coverage
  }

  /// Makes the runs of a selection, unless that has been done.
  ///
  /// - Parameter tally: what is told of each run that is made.
  func prepare(_ selection: RunSelection, tally: RunTally?) async {
    _ = await outcome(of: selection, tally: tally)
  }

  /// Whether another verification, known by the same, has the same runs as far as some of them
  /// tell; where no run is made, nothing tells them apart.
  package func agrees(
    with other: Verifier, on rule: ConformanceRule, by selection: RunSelection
  ) async -> Bool {
    let outcome = await outcome(of: selection)
    let count = outcome.fingerprints.count
    guard count > 0 else { return true }
    var sampled = [rule.id % count, (rule.id * 7 + count / 2) % count]
      .map { outcome.fingerprints[$0] }
    if let run = outcome.charges[rule.id]?.run {
      sampled += outcome.fingerprints.filter { $0.run == run }
    }
    for (index, fingerprint) in sampled where runner.execution.isExplored {
      let run = Task(executorPreference: runner.execution.threads) {
        await other.runner.fingerprint(ofRun: index)
      }
      guard await run.value == fingerprint else { return false }
    }
    return true
  }

  private func outcome(
    of selection: RunSelection, tally: RunTally? = nil
  ) async -> TrialOutcome {
    let task = state.withLock { state in
      if let task = state.outcomes[selection] { return task }
      let task = Task(executorPreference: runner.execution.threads) { [runner] in
        await runner.record(selection, tally: tally)
      }
      state.outcomes[selection] = task
      return task
    }
    return await task.value
  }

  private func violation(
    of rule: ConformanceRule, _ charge: TrialOutcome.Charge, in runs: Int
  ) async -> Violation {
    let key = ViolationKey(rule: rule.id, run: charge.run, runs: runs)
    let task = state.withLock { state in
      if let task = state.violations[key] { return task }
      let task = Task(executorPreference: runner.execution.threads) { [runner] in
        await runner.violation(of: rule, charge, in: runs)
      }
      state.violations[key] = task
      return task
    }
    return await task.value
  }
}

/// The verifications that this process has made, so that a test with an argument for each rule
/// makes its runs once.
///
/// What is made at one place of the source, of the same types and by the same name, is taken to be
/// the same if some of its runs are, which are made again each time; others for other rules.
package final class VerifierCache: Sendable {
  /// The one of this process.
  package static let shared = VerifierCache()

  private let verifiers = Lock<[Verifier.Identity: [Verifier]]>([:])

  /// The verification that has made its runs already, if there is one, else the given one.
  package func verifier(
    for verifier: Verifier, on rule: ConformanceRule, by selection: RunSelection = RunSelection()
  ) async -> Verifier {
    let known = verifiers.withLock { verifiers in
      let known = verifiers[verifier.identity] ?? []
      if known.isEmpty { verifiers[verifier.identity] = [verifier] }
      return known
    }
    if known.isEmpty { return verifier }
    for candidate in known
    where await candidate.agrees(with: verifier, on: rule, by: selection) {
      return candidate
    }
    verifiers.withLock { $0[verifier.identity, default: []].append(verifier) }
    return verifier
  }
}
