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
