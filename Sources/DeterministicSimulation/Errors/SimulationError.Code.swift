extension SimulationError {
  /// What went wrong, apart from where.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// Nothing is runnable, no timer can fire, and the body has not ended.
    case deadlock

    /// The body has ended, and a task that it spawned can never end.
    case leak

    /// The run took more steps than it was allowed.
    case stepLimit

    /// Virtual time would pass the limit.
    case timeLimit

    /// The simulation was called from a thread that does not run it.
    case foreignCall

    /// A task of the simulation was woken by a thread that does not run it.
    case foreignWakeUp

    /// A task that runs outside of the simulation has waited in it.
    case escapedTask

    /// The body offered other choices than the schedule that it was to follow.
    case divergence

    /// The body did different things under equal choices.
    case nondeterminism
  }
}
