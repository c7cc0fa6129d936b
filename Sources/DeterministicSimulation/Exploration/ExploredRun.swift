/// One schedule of an explored body, and what came of it.
struct ExploredRun {
  let error: (any Error)?
  /// What the body returned, if that is looked at.
  let value: ExploredValue?
  let choices: [Choice]
  let picks: Int
  let traceHash: UInt64
  let orderHash: UInt64
  /// By task number, a hash over what the task did.
  let sequences: [UInt64]
  let trace: [TraceStep]
  let steps: Int
  /// The scheduler as the run left it.
  let scheduler: (any Scheduler)?

  /// How many choices were not zero.
  var deviations: Int { choices.count { $0.value != 0 } }
}

/// What a body returned, whatever its type.
struct ExploredValue: Hashable, @unchecked Sendable {
  /// Sendable, as it was made of something that is.
  let base: AnyHashable

  init(_ base: some Hashable & Sendable) {
    self.base = AnyHashable(base)
  }
}

/// A body that is run again and again.
struct ExploredBody: Sendable {
  let body: @Sendable (Simulation) async throws -> ExploredValue?
  let limits: SimulationLimits
  let site: SourceSite

  func run(under scheduler: some Scheduler, tracing: Bool = false) -> ExploredRun {
    let options = Core.Options(limits: limits, records: true, traces: tracing, hasGrace: false)
    let core = Core(options, scheduler: scheduler)
    var error: (any Error)?
    var value: ExploredValue?
    switch core.run(body, at: site) {
    case .success(let returned): value = returned
    case .failure(let failure): error = failure
    }
    return ExploredRun(
      error: error, value: value, choices: core.state.recording.choices,
      picks: core.state.recording.picks, traceHash: core.state.recording.hash.value,
      orderHash: core.state.recording.order.value, sequences: core.state.recording.sequences,
      trace: core.state.recording.trace, steps: core.state.steps, scheduler: core.state.scheduler)
  }
}

extension ExploredBody {
  /// Repeats a run, and returns an error if the repetition is another run.
  func nondeterminismIfAny(in run: ExploredRun) -> SimulationError? {
    let again = self.run(under: ReplayScheduler(run.choices))
    return again.traceHash == run.traceHash ? nil : nondeterminism(in: run)
  }

  /// The error for a body that does different things under equal choices, with the place if it can
  /// be shown again.
  func nondeterminism(in run: ExploredRun) -> SimulationError {
    let scheduler = ReplayScheduler(run.choices, continuingPastDivergence: true)
    let first = self.run(under: scheduler, tracing: true)
    let second = self.run(under: scheduler, tracing: true)
    let difference = zip(first.trace, second.trace).first { $0 != $1 }
    let place =
      difference.map { "once \($0), then \($1)" }
      ?? "in \(first.trace.count) steps once, then in \(second.trace.count)"
    return SimulationError(
      code: .nondeterminism, time: difference?.0.time ?? .zero,
      steps: difference?.0.step ?? first.steps, unfinished: [], site: site,
      detail: """
        the body does different things under equal choices: \(place). Look for the iteration of a \
        Dictionary or Set, a random number, the real time, or state that outlives a run
        """)
  }
}

extension RecordedRun {
  /// Runs a body as an exploration does: without its trace, and without the moment of real time
  /// in which a run that seems stuck waits for a foreign thread.
  package init(
    scheduler: some Scheduler, limits: SimulationLimits, at site: SourceSite,
    _ body: @escaping (Simulation) async throws -> Value
  ) {
    let core = Core(
      Core.Options(limits: limits, records: true, hasGrace: false), scheduler: scheduler)
    let result = core.run(body, at: site)
    self.init(result: result, recording: core.state.recording, steps: core.state.steps)
  }

  /// The simplest run found that is still as wanted, this one if there is no simpler.
  ///
  /// - Parameters:
  ///   - runs: the most runs that may be spent.
  ///   - steps: after how many steps of them no more are made.
  ///   - run: repeats the body under a scheduler.
  ///   - isWanted: whether a run is still one to look for.
  package func simplified(
    runs: Int, steps: Int = .max, by run: (any Scheduler) -> RecordedRun,
    while isWanted: (RecordedRun) -> Bool
  ) -> RecordedRun {
    withoutActuallyEscaping(run) { run in
      withoutActuallyEscaping(isWanted) { isWanted in
        var stepsLeft = steps
        var shrinker = Shrinker(
          choices, plain: run(FirstInFirstOut()).choices, runs: runs
        ) { values in
          guard stepsLeft > 0 else { return nil }
          let edited = run(EditedScheduler(values))
          stepsLeft -= edited.steps
          return isWanted(edited) ? edited.choices : nil
        }
        shrinker.shrink()
        return shrinker.best == choices ? self : run(ReplayScheduler(shrinker.best))
      }
    }
  }
}
