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

/// The runnable jobs among which a ``Scheduler`` picks, each known by its task.
public struct RunnableTasks {
  private let queue: RunQueue

  /// The task whose job ran last, by number; `nil` at the start of a run.
  public let last: Int?

  init(queue: RunQueue, last: Int?) {
    self.queue = queue
    self.last = last
  }

  /// How many jobs are runnable.
  public var count: Int { queue.count }

  /// The number of the task to which a runnable job belongs, in order of spawning, the body being
  /// 0.
  ///
  /// Child tasks share the number of the task that started their group.
  public subscript(index: Int) -> Int { queue.task(at: index) }

  /// What a runnable job is about to touch, as far as that is known before it runs.
  public func target(at index: Int) -> StepTarget { queue.target(at: index) }

  /// Whether the task that ran last could go on, so that picking another one preempts it.
  public var isLastRunnable: Bool {
    guard let last else { return false }
    return (0..<count).contains { self[$0] == last }
  }
}

/// What a step is about to touch: a lock, a channel or a lane; where that is not known, the place
/// in the source at which its task goes on.
///
/// Steps of equal targets may race. Different targets prove nothing: tasks share more than the
/// primitives of a simulation.
public struct StepTarget: Sendable, Hashable, Comparable {
  private let number: UInt32

  private init(_ word: UInt64) {
    number = UInt32(truncatingIfNeeded: TraceHash.mix(word))
  }

  /// The end of a sleep.
  static let timer = StepTarget(1)

  /// A lock or channel of this name.
  init(named name: String) {
    self.init(TraceHash.of(name))
  }

  /// The lane of this number.
  init(lane number: Int) {
    self.init(UInt64(number) << 2 | 2)
  }

  /// A place in the source.
  ///
  /// The line has to do, since this is made at each step.
  init(_ site: SourceSite) {
    self.init(UInt64(site.line) << 2 | 3)
  }

  /// An order without a meaning, equal in every process.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
