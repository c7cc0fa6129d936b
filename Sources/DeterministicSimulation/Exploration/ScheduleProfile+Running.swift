extension ScheduleProfile {
  /// Runs a body in order and then once at random, and counts; errors of the body are ignored.
  public init(
    limits: SimulationLimits = SimulationLimits(),
    of body: @escaping (Simulation) async throws -> Void
  ) {
    self.init()
    let site = SourceSite(fileID: #fileID, line: #line)
    let schedulers = [
      ProfilingScheduler(FirstInFirstOut()), ProfilingScheduler(RandomScheduler(seed: 0)),
    ]
    for scheduler in schedulers {
      let core = Core(
        Core.Options(limits: limits, hasGrace: false), scheduler: scheduler)
      _ = core.run(body, at: site)
      if let scheduler = core.state.scheduler as? ProfilingScheduler { add(scheduler.profile) }
    }
  }
}
