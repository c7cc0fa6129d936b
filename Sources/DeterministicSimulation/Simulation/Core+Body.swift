extension Core {
  /// Runs a body as the root of all tasks.
  func run<Value>(
    _ body: @escaping (Simulation) async throws -> Value, at site: SourceSite
  ) -> Result<Value, any Error> {
    let outcome = Outcome(body)
    let facade = makeFacade("body", site, .body)
    let task = Task(executorPreference: facade) {
      await self.passCancellation(of: facade) { await outcome.run(Simulation(core: self)) }
      self.finish(facade, throwing: outcome.hasThrown)
    }
    started(task, facade)
    run()
    close()
    return state.failure.map(Result.failure) ?? outcome.result
  }
}
