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
  ///   - run: repeats the body under a scheduler.
  ///   - isWanted: whether a run is still one to look for.
  package func simplified(
    runs: Int, by run: (any Scheduler) -> RecordedRun, while isWanted: (RecordedRun) -> Bool
  ) -> RecordedRun {
    withoutActuallyEscaping(run) { run in
      withoutActuallyEscaping(isWanted) { isWanted in
        var shrinker = Shrinker(
          choices, plain: run(FirstInFirstOut()).choices, runs: runs
        ) { values in
          let edited = run(EditedScheduler(values))
          return isWanted(edited) ? edited.choices : nil
        }
        shrinker.shrink()
        return shrinker.best == choices ? self : run(ReplayScheduler(shrinker.best))
      }
    }
  }
}
