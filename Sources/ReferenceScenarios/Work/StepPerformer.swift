import StatusStreaming

/// Carries out an agent's steps: says that each runs, takes its time, and says how it ended.
struct StepPerformer<C: Clock>: Sendable where C.Duration == Duration {
  let clock: C
  let timing: AgentTiming
  let fault: AgentFault?
  let report: @Sendable (StatusUpdate) throws -> Void

  /// Takes the time of a triage and chooses the route.
  func triage(_ query: String) async throws -> Route {
    try await clock.wait(for: timing.triage)
    return Route(triaging: query)
  }

  /// Carries out one step.
  ///
  /// - Throws: `StatusFailure` if the step fails, after its failure has been reported.
  func perform<Product>(
    _ step: Step, _ work: () async throws -> Product
  ) async throws -> Product {
    try report(.step(step.rawValue, .running, step.message))
    try await clock.wait(for: timing.duration(of: step))
    if case .stepFailure(step, let message) = fault {
      try report(.step(step.rawValue, .error, message))
      throw StatusFailure(message)
    }
    let product = try await work()
    try report(.step(step.rawValue, .ok, "Done!"))
    if case .crash(after: step) = fault { throw InjectedCrash() }
    return product
  }
}
