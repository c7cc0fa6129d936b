/// Runs an asynchronous body to its end, in virtual time, on the calling thread.
///
/// Whatever the body awaits runs here too, job after job, first in, first out: child tasks,
/// `async let`, actors, streams, and what ``Simulation/spawn(_:fileID:line:_:)-(_,_,_,()->Success)``
/// starts. When nothing is runnable, time jumps to the next deadline. The run ends when the body and
/// all that it spawned have ended.
///
/// ```swift
/// let elapsed = try simulate { sim in
///   try await sim.clock.sleep(for: .seconds(3600))
///   return sim.clock.now
/// }
/// ```
///
/// It can be called from a synchronous function, and from an asynchronous one whose task then waits
/// without giving up its thread. Task-local values reach the body. Runs on different threads have
/// nothing to do with each other.
///
/// - Throws: What the body throws; ``SimulationError`` if it can't end, exceeds a limit, or is
///   disturbed by another thread.
public func simulate<Value>(
  limits: SimulationLimits = SimulationLimits(),
  fileID: StaticString = #fileID, line: UInt = #line,
  _ body: @escaping (Simulation) async throws -> Value
) throws -> Value {
  let core = Core(limits: limits)
  let outcome = Outcome(body)
  let facade = core.makeFacade("body", SourceSite(fileID: fileID, line: line), .body)
  let task = Task(name: facade.label, executorPreference: facade) {
    await outcome.run(Simulation(core: core))
    core.finish(facade, throwing: outcome.hasThrown)
  }
  core.started(task, facade)
  core.run()
  if let failure = core.failure { throw failure }
  return try outcome.get()
}
