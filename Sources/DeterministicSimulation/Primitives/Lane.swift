/// A serial executor that lets the messages of an actor interleave one by one.
///
/// A simulation runs an actor's pending messages in one step, as many as there are. An actor that takes
/// a lane as its executor has one step for each, so that exploration sees their orders:
///
/// ```swift
/// actor Account {
///   private let lane: Lane
///   nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe lane.asUnownedSerialExecutor() }
///
///   init(in sim: Simulation) { lane = sim.lane("account") }
/// }
/// ```
public final class Lane: SerialExecutor {
  /// The name of the lane in errors.
  public let name: String

  private let facade: TaskFacade

  init(name: String, facade: TaskFacade) {
    self.name = name
    self.facade = facade
  }

  /// Takes a message of the actor; called by the concurrency runtime.
  public func enqueue(_ job: consuming ExecutorJob) {
    facade.core.enqueue(UnownedJob(job), on: self, otherwise: facade)
  }

  func run(_ job: UnownedJob, of task: TaskFacade) {
    unsafe job.runSynchronously(
      isolatedTo: asUnownedSerialExecutor(), taskExecutor: task.asUnownedTaskExecutor())
  }
}
