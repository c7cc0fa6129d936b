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

/// Runs a body under many schedules, and counts what it returns.
///
/// It goes about it as ``explore(_:options:fileID:line:_:)`` does. That a body can return several
/// values need not be wrong; this is how to see which, and to say so in a test:
///
/// <!-- example in ValuesExample -->
/// ```swift
/// let explored = try exploreValues(.depthFirst(schedules: 10_000)) { sim in
///   let channel = sim.channel("numbers", of: Int.self)
///   for number in 1...2 { sim.spawn { try await channel.send(number) } }
///   return try await channel.receive()
/// }
/// guard Set(explored.values.keys) == [1, 2] else { throw MissingOrder() }
/// ```
///
/// - Returns: What was covered, and each value with the number of schedules that returned it.
/// - Throws: As ``explore(_:options:fileID:line:_:)``.
public func exploreValues<Value: Hashable & Sendable>(
  _ strategy: ExplorationStrategy, options: ExplorationOptions = ExplorationOptions(),
  fileID: StaticString = #fileID, line: UInt = #line,
  _ body: @escaping @Sendable (Simulation) async throws -> Value
) throws -> (summary: ExplorationSummary, values: [Value: Int]) {
  let body = ExploredBody(
    body: { sim in ExploredValue(try await body(sim)) }, limits: options.limits,
    site: SourceSite(fileID: fileID, line: line))
  let explored = try body.explore(strategy, options)
  var values: [Value: Int] = [:]
  for (value, count) in explored.values {
    if let value = value.base as? Value { values[value] = count }
  }
  return (explored.summary, values)
}

/// How an exploration goes about its schedules.
public struct ExplorationOptions: Sendable {
  /// The limits of each run.
  public var limits = SimulationLimits()

  /// The number of threads.
  ///
  /// With one, which is the caller's, the task-local values of the caller reach every run.
  public var threads = 1

  /// Whether to end at the first failure; otherwise all schedules are run and failures counted.
  public var stopsAtFirstFailure = true

  /// The most runs that may be spent on making a failing schedule simpler; zero leaves it as it is.
  public var shrinkingRuns = 2_000

  /// Every how many schedules one is run twice, to check that its body is deterministic; zero is
  /// never.
  public var determinismInterval = 100

  /// Every how many schedules of a reduced exploration one is run again with neighbouring steps
  /// swapped that are taken to be independent, beside the first thirty-two, which are so more often;
  /// zero is never.
  public var swapInterval = 16

  /// The share of the seeds that are run; `nil` for the one that the environment asks for, which is
  /// all of them where it asks for nothing.
  ///
  /// Seeds are shared by the numbers of their schedules, so that the shares together run each once. A
  /// strategy without seeds is no set of runs that could be shared, and is followed as a whole in
  /// each share. A test that counts what all seeds bring asks for ``Shard/whole``.
  public var shard: Shard?

  /// The defaults.
  ///
  /// - Parameter shard: the share of the seeds that are run, as ``shard`` says.
  public init(shard: Shard? = nil) {
    self.shard = shard
  }
}
