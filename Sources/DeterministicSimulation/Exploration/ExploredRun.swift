/// One schedule of an explored body, and what came of it.
struct ExploredRun {
  let error: (any Error)?
  let choices: [Choice]
  let picks: Int
  let traceHash: UInt64
  let trace: [TraceStep]
  let steps: Int
  /// The scheduler as the run left it.
  let scheduler: (any Scheduler)?

  /// How many choices were not zero.
  var deviations: Int { choices.count { $0.value != 0 } }
}

/// A body that is run again and again.
struct ExploredBody: Sendable {
  let body: @Sendable (Simulation) async throws -> Void
  let limits: SimulationLimits
  let site: SourceSite

  func run(under scheduler: some Scheduler, tracing: Bool = false) -> ExploredRun {
    let options = Core.Options(limits: limits, records: true, traces: tracing, hasGrace: false)
    let core = Core(options, scheduler: scheduler)
    var error: (any Error)?
    if case .failure(let failure) = core.run(body, at: site) { error = failure }
    return ExploredRun(
      error: error, choices: core.state.recording.choices,
      picks: core.state.recording.picks, traceHash: core.state.recording.hash.value,
      trace: core.state.recording.trace, steps: core.state.steps, scheduler: core.state.scheduler)
  }
}
