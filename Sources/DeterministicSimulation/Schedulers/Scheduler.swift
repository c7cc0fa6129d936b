/// The oracle that settles everything a run leaves undecided.
///
/// Its answers are one stream of choices, which is recorded: whatever the scheduler, a run can be
/// repeated from its record alone. A stream of zeros runs jobs first in, first out.
public protocol Scheduler: Sendable {
  /// Picks the job that runs next, out of two or more.
  ///
  /// - Returns: An index into `runnable`. Any other number ends the run with an error of code
  ///   ``SimulationError/Code/divergence``.
  mutating func pick(from runnable: RunnableTasks) -> Int

  /// Draws a number for the body: a latency, whether a fault fires, the size of a chunk.
  ///
  /// - Returns: A number from zero up to, not including, the bound, which is at least two. Any
  ///   other number ends the run with an error of code ``SimulationError/Code/divergence``.
  mutating func next(below bound: Int) -> Int

  /// Whether the scheduler hears of steps; asked once, before the first. Not unless said otherwise.
  var hearsSteps: Bool { get }

  /// Whether it also hears, after each step, what that has touched; asked once, before the first. Not
  /// unless said otherwise.
  var hearsFootprints: Bool { get }

  /// Hears of a spawned task or of a step, also of one that there was nothing to choose about.
  ///
  /// It is called only if ``hearsSteps`` or ``hearsFootprints`` is true; a step is heard of right
  /// before it is taken.
  mutating func hear(_ event: SchedulingEvent)
}

extension Scheduler {
  /// Does without.
  public var hearsSteps: Bool { false }

  /// Does without.
  public var hearsFootprints: Bool { false }

  /// Does nothing.
  public mutating func hear(_ event: SchedulingEvent) {}
}

/// What a ``Scheduler`` hears beside what it is asked.
public enum SchedulingEvent: Sendable, Hashable {
  /// A task, by number, was spawned by another; the body by none.
  case spawned(task: Int, by: Int?)

  /// A task is about to take a step.
  case ran(task: Int, target: StepTarget)

  /// A task has ended.
  case ended(task: Int)

  /// Nothing was left to run, until time passed; heard of only with ``Scheduler/hearsFootprints``.
  case idled

  /// A task has taken a step; heard of only with ``Scheduler/hearsFootprints``.
  case touched(task: Int, Footprint)
}
