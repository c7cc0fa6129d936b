import DeterministicSimulation
import RunTimelines

/// Makes the runs of a trial, and judges them.
struct TrialRunner<T: Trial>: TrialRunning {
  let trial: T
  let execution: Execution
  let site: SourceSite
  let design: WorldDesign<T.Recording.Situation>

  init(trial: T, execution: Execution, site: SourceSite) {
    self.trial = trial
    self.execution = execution
    self.site = site
    design = trial.design
  }

  /// A run that was made.
  struct Attempt {
    let recording: T.Recording
    /// How long it took, in its own time.
    let elapsed: Duration
    /// What the run was made of; `nil` for one in real time.
    let run: RecordedRun<Void>?

    /// How many updates its world has.
    var length: Int { recording.world?.length ?? 0 }

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

  var subject: ConformanceSubject { T.subject }

  func reasonToSkip(_ rule: ConformanceRule, by selection: RunSelection) -> String? {
    reasonNeverToJudge(rule) ?? reasonNotToSee(rule, by: selection)
  }

  func reasonNeverToJudge(_ rule: ConformanceRule) -> String? {
    guard rule.subjects.contains(T.subject) else {
      return T.irrelevance(of: rule)
    }
    if case .capability(let capability) = rule.tier, !trial.capabilities.contains(capability) {
      return "needs \(capability)"
    }
    if rule.id == 100, !execution.isExplored { return "needs .simulated" }
    return trial.obstacle(to: rule)
  }

  /// Why so few runs show nothing of a rule.
  private func reasonNotToSee(_ rule: ConformanceRule, by selection: RunSelection) -> String? {
    let plans = trial.plans(showing: rule)
    let runs = numbers(of: selection)
    let isShown = runs.contains { run in
      guard let plans, case .plan(let plan, _) = role(ofRun: run) else { return true }
      return plans.contains(trial.plans[plan])
    }
    let count = runs.count
    return isShown ? nil : "\(count) run\(count == 1 ? " shows" : "s show") nothing of it"
  }

  func occasion(of rule: ConformanceRule) -> String? { T.occasion(of: rule) }

  func runs(in selection: RunSelection) -> Int { numbers(of: selection).count }

  var worldNames: [String] { design.situations.map(\.rawValue) + design.boundaries }

  func world(_ number: Int) async -> JudgedWorld {
    let index = RunRole.run(ofWorld: number, plans: trial.plans.count)
    let attempt = await attempt(index, isTold: isChecked(index))
    let broken = brokenRules(by: attempt, index, judgedRules)
    let charge = broken.first.map { rule, finding in
      JudgedWorld.Charge(
        rule: rule,
        charge: TrialOutcome.Charge(
          run: index, runsMade: number + 1, finding: finding,
          others: broken.dropFirst().map(\.rule),
          recording: execution.isExplored ? nil : attempt.recording),
        size: StorySize(attempt.recording.expectedTranscript))
    }
    return JudgedWorld(
      number: number, happened: attempt.recording.happened,
      triggers: attempt.recording.triggers, elapsed: attempt.elapsed,
      hash: attempt.run?.traceHash ?? 0, isCut: attempt.recording.isCut, charge: charge)
  }

  /// The numbers of the runs that are made, from 0 on.
  private func numbers(of selection: RunSelection) -> [Int] {
    (0..<execution.runs(usually: T.usualRuns)).filter(selection.shard.contains)
  }

  /// Makes the runs of plans first, and the worlds only if those show nothing: what is wrong in a
  /// plain run is to be told of plainly.
  func record(_ selection: RunSelection, tally: RunTally?) async -> TrialOutcome {
    var outcome = TrialOutcome(
      isExplored: execution.isExplored, scope: Coverage.Scope(of: design), shard: selection.shard)
    let rules = judgedRules.filter { reasonNotToSee($0, by: selection) == nil }
    let runs = numbers(of: selection).map { ($0, role(ofRun: $0).isWorld) }
    for ofWorlds in [false, true] where outcome.charges.isEmpty {
      for (index, isWorld) in runs where isWorld == ofWorlds {
        await record(index, rules, &outcome, tally)
        if let last = selection.last, outcome.charges[last] != nil { return outcome }
      }
    }
    return outcome
  }

  private func record(
    _ index: Int, _ rules: [ConformanceRule], _ outcome: inout TrialOutcome, _ tally: RunTally?
  ) async {
    let attempt = await attempt(index, isTold: isChecked(index))
    // Of a share too it is the first run, and every eighth after it.
    let isSampled = outcome.runs % 8 == 0
    outcome.note(attempt.recording)
    let broken = brokenRules(by: attempt, index, rules)
    tally?.add(attempt.elapsed, isFailure: !broken.isEmpty)
    if !broken.isEmpty || isSampled {
      outcome.note(fingerprint: attempt.fingerprint, ofRun: index)
    }
    guard let (rule, finding) = broken.first else { return }
    let others = broken.dropFirst().map(\.rule) + rulesBeside(in: attempt.recording)
    outcome.note(
      rule,
      TrialOutcome.Charge(
        run: index, runsMade: outcome.runs, finding: finding,
        others: others.sorted { $0.id < $1.id },
        recording: execution.isExplored ? nil : attempt.recording))
  }

  /// What a run breaks of the rules that are named and charged with nothing.
  private func rulesBeside(in recording: T.Recording) -> [ConformanceRule] {
    guard recording.world == nil, !recording.plan.rulesBeside.isEmpty else { return [] }
    let rules = judgedRules.filter { recording.plan.rulesBeside.contains($0.id) }
    return trial.findings(in: recording, against: rules).map(\.rule)
  }

  func fingerprint(ofRun index: Int) async -> Int {
    await attempt(index, isTold: isChecked(index)).fingerprint
  }

  /// Whether a run is made twice, to see whether it can be repeated.
  private func isChecked(_ index: Int) -> Bool { index % 50 < 2 }

  func token(ofRun index: Int) async -> ReplayToken? {
    await attempt(index).run?.token
  }

  func violation(
    of rule: ConformanceRule, _ charge: TrialOutcome.Charge, in runs: Int
  ) async -> Violation {
    if let recording = charge.recording as? T.Recording {
      return violation(
        of: rule, charge.finding, in: Attempt(recording: recording, elapsed: .zero, run: nil),
        charge, of: runs)
    }
    let first = await attempt(charge.run, isTold: rule.id == 100)
    var attempt = first
    if rule.id != 100 {
      let plainer = attemptInPlainerWorld(than: charge.run, failing: rule) ?? first
      if let run = plainer.run {
        attempt = simplified(run, upTo: plainer.length, failing: rule)
      }
    }
    let finding =
      brokenRules(in: attempt.recording, judgedRules)
      .first { $0.rule == rule }?.finding ?? charge.finding
    let before = first.recording.situation
    return violation(
      of: rule, finding, in: attempt, charge, of: runs,
      before: before == attempt.recording.situation ? nil : before)
  }

  func replay(_ token: ReplayToken) throws(SimulationError) -> Replay {
    let attempt = simulated(under: ReplayScheduler(token))
    if let run = attempt.run { try run.check(against: token, at: site) }
    let recording = attempt.recording
    let broken = brokenRules(in: recording, judgedRules)
    let lowest = broken.first.map { rule, finding in
      let charge = TrialOutcome.Charge(
        run: 0, runsMade: 1, finding: finding, others: broken.dropFirst().map(\.rule),
        recording: nil)
      return violation(of: rule, finding, in: attempt, charge, of: 1)
    }
    return Replay(
      plan: recording.situation, timeline: recording.timeline.lines,
      seenTranscript: recording.seenTranscript, violation: lowest,
      picture: lowest?.picture ?? picture(of: recording))
  }

  private func violation(
    of rule: ConformanceRule, _ finding: Finding, in attempt: Attempt,
    _ charge: TrialOutcome.Charge, of runs: Int, before: String? = nil
  ) -> Violation {
    Violation(
      rule: rule, subject: T.subject, expected: finding.expected, seen: finding.seen,
      place: finding.place, situation: attempt.recording.situation, originalSituation: before,
      alsoBroken: charge.others, token: attempt.run?.token, run: charge.runsMade, runs: runs,
      expectedTranscript: attempt.recording.expectedTranscript,
      seenTranscript: attempt.recording.seenTranscript,
      timeline: attempt.recording.timeline.lines + attempt.recording.unended,
      picture: picture(of: attempt.recording, breaking: rule, finding))
  }

  /// The picture of a run, with what is wrong framed.
  private func picture(
    of recording: T.Recording, breaking rule: ConformanceRule? = nil, _ finding: Finding? = nil
  ) -> RunTimeline {
    let title = rule.map { "\($0)" } ?? "A run of a \(T.subject.rawValue)"
    return TimelinePicture(
      of: recording.timeline, title: title, summary: "With \(recording.situation).",
      finding: finding, buffer: trial.bufferLane(of: recording)
    ).picture
  }

  var judgedRules: [ConformanceRule] {
    ConformanceRule.all(about: T.subject).filter { reasonNeverToJudge($0) == nil }
  }

  /// The rules that a run breaks, the lowest first.
  private func brokenRules(
    by attempt: Attempt, _ index: Int, _ rules: [ConformanceRule]
  ) -> [(rule: ConformanceRule, finding: Finding)] {
    var broken = brokenRules(in: attempt.recording, rules)
    if let run = attempt.run, let rule = rules.first, rule.id == 100,
      let finding = irregularity(in: attempt, run, isChecked: isChecked(index))
    {
      broken.insert((rule, finding), at: 0)
    }
    return broken
  }

  func brokenRules(
    in recording: T.Recording, _ rules: [ConformanceRule]
  ) -> [(rule: ConformanceRule, finding: Finding)] {
    guard let world = recording.world else {
      return trial.findings(
        in: recording, against: rules.filter { recording.plan.rules.contains($0.id) })
    }
    // What was to come yet is not missing.
    if case .cut = recording.interruption { return [] }
    let findings = trial.findings(in: recording, of: world)
    return rules.compactMap { rule in
      findings.first { $0.rule == rule.id }.map { (rule, $0.finding) }
    }
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

  private var hasWorlds: Bool { !design.situations.isEmpty }

  func role(ofRun index: Int) -> RunRole {
    RunRole(ofRun: index, plans: trial.plans.count, hasWorlds: hasWorlds)
  }

  /// What is drawn in a run follows from its plan and round, or the number of its world: what other
  /// plans there are changes nothing.
  func seed(of role: RunRole) -> UInt64 {
    switch role {
    case .plan(let plan, let round): "\(trial.plans[plan])".stableHash &+ UInt64(round)
    // The first of some series of draws in which the usual runs break the rules of all samples.
    case .world(let number): "\(T.Plan.world)3".stableHash &+ UInt64(number)
    }
  }

  /// Makes a run.
  ///
  /// - Parameter isTold: whether what happens is put into words, as it always is in real time.
  private func attempt(_ index: Int, isTold: Bool = true) async -> Attempt {
    let settled: [Int]
    let round: Int
    let role = role(ofRun: index)
    switch role {
    case .plan(let plan, let count): (settled, round) = ([plan], count)
    case .world(let number):
      // What is not settled is drawn in every world.
      settled = [trial.plans.count] + design.choices(ofWorld: number)
      round = number + 1
    }
    let seed = seed(of: role)
    switch execution.kind {
    case .simulated:
      return simulated(
        under: PlannedScheduler(settled: settled, round: round, seed: seed), isTold: isTold)
    case .real(_, let timeout, let clock):
      return await real(settled: settled, seed: seed, within: timeout, on: clock)
    }
  }

  /// Makes a run in a simulation.
  ///
  /// - Parameters:
  ///   - isTold: whether what happens is put into words.
  ///   - length: of how many updates the world is at most; in one of more nothing is done.
  func simulated(
    under scheduler: some Scheduler, isTold: Bool = true, upTo length: Int = .max
  ) -> Attempt {
    var recorder = Recorder<T.Recording>(T.Plan.world)
    var elapsed = Duration.zero
    let run = RecordedRun<Void>(scheduler: scheduler, limits: limits, at: site) { simulation in
      let stage = Stage(simulation)
      defer { elapsed = stage.clock.now.elapsed }
      let situation = situation(drawnOn: stage)
      recorder = situation.recorder
      recorder.update { $0.timeline.isKept = isTold }
      guard situation.world.map({ $0.length <= length }) ?? true else { return }
      await perform(situation, on: stage)
    }
    var recording = recorder.recording
    if case .failure(let error as SimulationError) = run.result {
      recording.interruption = Interruption(error, isOfWorld: recording.world != nil)
    }
    return Attempt(recording: recording, elapsed: elapsed, run: run)
  }

  /// What a run is like, and where it is recorded.
  private struct RunSituation {
    let plan: T.Plan
    let world: World<T.Recording.Situation>?
    let recorder: Recorder<T.Recording>
  }

  private func situation(drawnOn stage: Stage) -> RunSituation {
    let plans = trial.plans
    let number = stage.next(below: hasWorlds ? plans.count + 1 : plans.count)
    let world = number < plans.count ? nil : World(design, on: stage)
    let plan = number < plans.count ? plans[number] : .world
    let recorder = Recorder<T.Recording>(plan, on: stage)
    recorder.update { $0.world = world }
    return RunSituation(plan: plan, world: world, recorder: recorder)
  }

  private func perform(_ situation: RunSituation, on stage: Stage) async {
    if let world = situation.world {
      await trial.perform(world, on: stage, into: situation.recorder)
    } else {
      await trial.perform(situation.plan, on: stage, into: situation.recorder)
    }
  }

  private func real(
    settled: [Int], seed: UInt64, within timeout: Duration, on clock: any Clock<Duration>
  ) async -> Attempt {
    let stage = Stage(real: clock, settled: settled, seed: seed, timeout: timeout)
    let situation = situation(drawnOn: stage)
    let run = Task { await perform(situation, on: stage) }
    let recorder = situation.recorder
    let isLate = await RealDeadline.passes(before: run, timeout: timeout, on: clock) {
      recorder.update(\.progress)
    }
    var recording = recorder.recording
    if isLate { recording.interruption = .endless("the run had not ended after \(timeout.text)") }
    return Attempt(recording: recording, elapsed: stage.clock.now.elapsed, run: nil)
  }
}
