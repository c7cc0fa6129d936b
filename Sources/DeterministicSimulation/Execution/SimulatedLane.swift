/// A serial executor whose jobs the core runs.
protocol SimulatedLane: SerialExecutor {
  /// Its name in errors.
  var name: String { get }

  /// The state of the actor whose executor it is.
  var resource: SharedResource { get }
}

extension SimulatedLane {
  /// Runs a job of a task inside the actor.
  func run(_ job: UnownedJob, of task: TaskFacade) {
    unsafe job.runSynchronously(
      isolatedTo: asUnownedSerialExecutor(), taskExecutor: task.asUnownedTaskExecutor())
  }
}
