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
