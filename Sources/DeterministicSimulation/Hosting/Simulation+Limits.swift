extension Simulation {
  /// Replaces the limits of this run, for what it does from here on.
  ///
  /// A call from a thread that does not run the simulation changes nothing.
  package func limit(to limits: SimulationLimits) {
    core.limit(to: limits)
  }

  /// Lets this run take at least so much from here on.
  ///
  /// A call from a thread that does not run the simulation changes nothing.
  package func allow(_ limits: SimulationLimits) {
    core.allow(limits)
  }

  /// Whether the run goes on: it has not failed, nor ended.
  package var isUnderway: Bool { core.isServing }
}
