import DeterministicSimulation

/// Makes the runs of a trial, and judges them.
struct TrialRunner<T: Trial>: TrialRunning {
  let trial: T
  let execution: Execution
  let site: SourceSite

  /// A run that was made.
  private struct Attempt {
    let recording: T.Recording
    /// What the run was made of; `nil` for one in real time.
    let run: RecordedRun<Void>?

    var fingerprint: Int {
      var hasher = Hasher()
      hasher.combine(recording)
      hasher.combine(run?.traceHash)
      return hasher.finalize()
    }
  }

  /// What may be spent on one run before it is taken to go on for ever.
  private var limits: SimulationLimits {
    SimulationLimits(steps: 30_000, virtualTime: .seconds(120))
  }

  /// How many runs may be spent on making a failing one simpler: fewer of long ones.
  private func simplifyingRuns(of run: RecordedRun<Void>) -> Int {
    min(max(30_000 / max(run.steps, 1), 20), 150)
  }

  var subject: ConformanceSubject { T.subject }

  func reasonToSkip(_ rule: ConformanceRule) -> String? {
    guard rule.subjects.contains(T.subject) else {
      return "is not about a \(T.subject.rawValue)"
    }
    if case .capability(let capability) = rule.tier, !trial.capabilities.contains(capability) {
      return "needs \(capability)"
    }
    if rule.id == 100, !execution.isExplored { return "needs .simulated" }
    return trial.obstacle(to: rule)
  }

  func recordAll() async -> TrialOutcome {
    var outcome = TrialOutcome(isExplored: execution.isExplored)
    let rules = ConformanceRule.all(about: T.subject).filter { reasonToSkip($0) == nil }
    for index in 0..<execution.runs(usually: T.usualRuns) {
      let attempt = await attempt(index)
      outcome.fingerprints.append(attempt.fingerprint)
      if let (rule, finding) = await charge(attempt, index, rules) {
        outcome.note(rule, TrialOutcome.Charge(run: index, finding: finding))
      }
    }
    return outcome
  }

  func fingerprint(ofRun index: Int) async -> Int {
    await attempt(index).fingerprint
  }

  func token(ofRun index: Int) async -> ReplayToken? {
    await attempt(index).run?.token
  }

  func violation(
    of rule: ConformanceRule, _ charge: TrialOutcome.Charge, in runs: Int
  ) async -> Violation {
    let first = await attempt(charge.run)
    var attempt = first
    if rule.id != 100, let run = first.run { attempt = simplified(run, failing: rule) }
    let finding = finding(in: attempt.recording, against: rule) ?? charge.finding
    return violation(of: rule, finding, in: attempt, run: charge.run + 1, of: runs)
  }

  func replay(_ token: ReplayToken) throws(SimulationError) -> Replay {
    let attempt = simulated(under: ReplayScheduler(token))
    if let run = attempt.run { try run.check(against: token, at: site) }
    let recording = attempt.recording
    let rules = ConformanceRule.all(about: T.subject).filter { reasonToSkip($0) == nil }
    return Replay(
      plan: recording.plan.description, timeline: recording.timeline.lines,
      seenTranscript: recording.seenTranscript,
      violation: lowest(in: recording, of: rules).map { rule, finding in
        violation(of: rule, finding, in: attempt, run: 1, of: 1)
      })
  }

  private func violation(
    of rule: ConformanceRule, _ finding: Finding, in attempt: Attempt, run: Int, of runs: Int
  ) -> Violation {
    Violation(
      rule: rule, subject: T.subject, expected: finding.expected, seen: finding.seen,
      place: finding.place, token: attempt.run?.token, run: run, runs: runs,
      expectedTranscript: attempt.recording.expectedTranscript,
      seenTranscript: attempt.recording.seenTranscript,
      timeline: attempt.recording.timeline.lines)
  }

  /// The lowest rule that a run breaks.
  private func charge(
    _ attempt: Attempt, _ index: Int, _ rules: [ConformanceRule]
  ) async -> (ConformanceRule, Finding)? {
    if let run = attempt.run, let rule = rules.first, rule.id == 100,
      let finding = irregularity(in: attempt, run, isChecked: index % 50 < 2)
    {
      return (rule, finding)
    }
    return lowest(in: attempt.recording, of: rules)
  }

  private func lowest(
    in recording: T.Recording, of rules: [ConformanceRule]
  ) -> (ConformanceRule, Finding)? {
    for rule in rules {
      if let finding = finding(in: recording, against: rule) { return (rule, finding) }
    }
    return nil
  }

  private func finding(in recording: T.Recording, against rule: ConformanceRule) -> Finding? {
    guard recording.plan.rules.contains(rule.id) else { return nil }
    return trial.finding(in: recording, against: rule)
  }

  /// What is wrong with a run that can't be repeated.
  private func irregularity(
    in attempt: Attempt, _ run: RecordedRun<Void>, isChecked: Bool
  ) -> Finding? {
    if case .escaped(let reason) = attempt.recording.interruption {
      return Finding(
        expected: "everything to happen inside of the simulation (else verify it with `.real`)",
        seen: reason)
    }
    guard isChecked else { return nil }
    let again = simulated(under: ReplayScheduler(run.choices))
    guard again.fingerprint != attempt.fingerprint else { return nil }
    let lines = (attempt.recording.timeline.lines, again.recording.timeline.lines)
    let index = zip(lines.0, lines.1).prefix { $0 == $1 }.count
    func line(_ lines: [String]) -> String { index < lines.count ? lines[index] : "the end" }
    return Finding(
      expected: "the same run for the same choices",
      seen: "once “\(line(lines.0))”, then “\(line(lines.1))”")
  }

  private func simplified(_ run: RecordedRun<Void>, failing rule: ConformanceRule) -> Attempt {
    let rules = ConformanceRule.all(about: T.subject).filter { reasonToSkip($0) == nil }
    var latest: (choices: [Choice], attempt: Attempt)?
    let simplest = run.simplified(runs: simplifyingRuns(of: run)) { scheduler in
      let attempt = simulated(under: scheduler)
      guard let run = attempt.run else { preconditionFailure("a simulated run has a record") }
      latest = (run.choices, attempt)
      return run
    } while: { candidate in
      guard let latest, latest.choices == candidate.choices else { return false }
      return lowest(in: latest.attempt.recording, of: rules)?.0 == rule
    }
    return simulated(under: ReplayScheduler(simplest.choices))
  }

  private func attempt(_ index: Int) async -> Attempt {
    let (round, plan) = index.quotientAndRemainder(dividingBy: trial.plans.count)
    switch execution.kind {
    case .simulated:
      return simulated(
        under: PlannedScheduler(plan: plan, round: round, seed: UInt64(index)))
    case .real(_, let timeout, let clock):
      return await real(trial.plans[plan], seed: UInt64(index), within: timeout, on: clock)
    }
  }

  private func simulated(under scheduler: some Scheduler) -> Attempt {
    let plans = trial.plans
    var recorder = Recorder<T.Recording>(plans[0])
    let run = RecordedRun<Void>(scheduler: scheduler, limits: limits, at: site) { simulation in
      let plan = plans[simulation.next(below: plans.count)]
      recorder = Recorder(plan)
      await trial.perform(plan, on: Stage(simulation), into: recorder)
    }
    var recording = recorder.recording
    if case .failure(let error as SimulationError) = run.result {
      recording.interruption = Interruption(error)
    }
    return Attempt(recording: recording, run: run)
  }

  private func real(
    _ plan: T.Plan, seed: UInt64, within timeout: Duration, on clock: any Clock<Duration>
  ) async -> Attempt {
    let recorder = Recorder<T.Recording>(plan)
    let stage = Stage(real: clock, seed: seed, timeout: timeout)
    let run = Task { await trial.perform(plan, on: stage, into: recorder) }
    let isLate = await RealDeadline.passes(before: run, timeout: timeout, on: clock)
    var recording = recorder.recording
    if isLate { recording.interruption = .endless("the run had not ended after \(timeout)") }
    return Attempt(recording: recording, run: nil)
  }
}
