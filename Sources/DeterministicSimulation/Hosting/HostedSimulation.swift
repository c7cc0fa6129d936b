/// A run on a thread of its own, whose body is a stretch of a task that comes from elsewhere.
///
/// ``simulate(scheduler:limits:fileID:line:_:)`` makes the task of its body and can abandon it. A
/// test framework hands out a function that may not escape, so its task has to visit the run: it
/// takes ``executor`` as its preference, and calls ``enter()`` and ``leave()`` from there.
package final class HostedSimulation: Sendable {
  private let core: Core
  private let facade: TaskFacade
  private let ending: Promise<SimulationError?>

  private init(core: Core, facade: TaskFacade, ending: Promise<SimulationError?>) {
    self.core = core
    self.facade = facade
    self.ending = ending
  }

  /// Starts the thread, which waits for the visitor.
  ///
  /// - Parameters:
  ///   - label: What the visitor is called in errors, and `site` its place.
  ///   - patience: How long, in milliseconds of real time, a visitor may take to leave a run that
  ///     has failed.
  ///   - giveUp: Called if it takes longer, because nothing can make it leave.
  package static func start(
    _ label: String, at site: SourceSite, limits: SimulationLimits, patience: Int,
    giveUp: @escaping @Sendable () -> Void
  ) async -> HostedSimulation {
    let host = Promise<HostedSimulation>()
    let isStarted = Threads.detach {
      let core = Core(Core.Options(limits: limits), scheduler: nil)
      let facade = core.makeFacade(label, site, .body)
      let ending = Promise<SimulationError?>()
      host.fulfill(HostedSimulation(core: core, facade: facade, ending: ending))
      core.host(ending.fulfill, patience: patience, giveUp: giveUp)
    }
    precondition(isStarted, "the system has no thread left for a simulation")
    return await host.value()
  }

  /// The run, for its body.
  package var simulation: Simulation { Simulation(core: core) }

  /// The executor that the visiting task must prefer while it is there.
  package var executor: any TaskExecutor { facade }

  /// Says that the visitor is about to leave.
  package func leave(throwing: Bool) {
    core.finish(facade, throwing: throwing)
  }

  /// Waits until the run has ended or failed, and returns why it failed.
  package func outcome() async -> SimulationError? {
    await ending.value()
  }
}
