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
