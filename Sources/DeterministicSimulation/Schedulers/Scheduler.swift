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
}
