/// Runs a body under many schedules, and throws the simplest one found under which it fails.
///
/// A schedule fails if the body throws, deadlocks, leaks a spawned task or exceeds a limit. The
/// body says what is wrong by throwing; expectations of a test framework go unnoticed here. It is
/// run anew for each schedule, and must do the same whenever it is given the same choices.
///
/// <!-- example in ExploringExample -->
/// ```swift
/// try explore(.random(seeds: 0..<1_000)) { sim in
///   let account = Account()
///   let deposits = (1...2).map { _ in sim.spawn { await account.deposit(1, pausingIn: sim) } }
///   for deposit in deposits { await deposit.value }
///   guard account.balance == 2 else { throw LostUpdate() }
/// }
/// ```
///
/// - Returns: What was covered.
/// - Throws: ``ExplorationFailure`` with the error, a token that repeats it, and its trace;
///   ``SimulationError`` with the code ``SimulationError/Code/divergence`` if a token does not fit
///   the body, or comes from another build configuration and leads elsewhere;
///   ``InvalidShard`` if the environment asks for a share of the runs that there is not;
///   ``InvalidStrategy`` if a reduction is asked for together with a bound of preemptions.
@discardableResult
public func explore(
  _ strategy: ExplorationStrategy, options: ExplorationOptions = ExplorationOptions(),
  fileID: StaticString = #fileID, line: UInt = #line,
  _ body: @escaping @Sendable (Simulation) async throws -> Void
) throws -> ExplorationSummary {
  let body = ExploredBody(
    body: { sim in
      try await body(sim)
      return nil
    }, limits: options.limits, site: SourceSite(fileID: fileID, line: line))
  return try body.explore(strategy, options).summary
}
