/// The tasks of a simulation, by number.
struct TaskRegistry {
  private var tasks: [TaskFacade?] = []
  /// By task, counted only once a run has used up half of its steps; see ``countStep(of:)``.
  private var lateSteps: [Int] = []
  /// Kept until the next one ends, because the job in which a task ends still runs on its executor.
  private var lastToEnd: TaskFacade?

  /// The numbers of the first so many tasks by their facades, made when it is first asked for.
  private var numbers: [ExecutorIdentity: Int] = [:]
  private var numbered = 0

  /// How many the run waits for: the body, and what was spawned in the foreground.
  private(set) var awaited = 0

  /// Whether the run is ending, so that background tasks are no longer wanted.
  var isBackgroundCancelled = false

  /// Whether the body has not ended.
  var hasBody: Bool { tasks.first.flatMap { $0 } != nil }

  /// The tasks that have not ended, in the order in which they were spawned.
  var inOrder: [TaskFacade] { tasks.compactMap { $0 } }

  /// The number of the next task.
  var nextID: Int { tasks.count }

  /// A task that has not ended.
  subscript(id: Int) -> TaskFacade {
    guard let task = tasks[id] ?? lastToEnd else {
      preconditionFailure("task \(id) runs after its end")
    }
    return task
  }

  /// A task, unless it has ended.
  func unended(_ id: Int) -> TaskFacade? { tasks[id] }

  /// The task whose facade the calling task prefers, which is itself or its parent; `nil` if the
  /// calling task is not one of the simulation's.
  mutating func preferredByCaller() -> TaskFacade? {
    guard let executor = ExecutorIdentity.preferredByCaller else { return nil }
    while numbered < tasks.count {
      if let task = tasks[numbered] { numbers[ExecutorIdentity(task)] = numbered }
      numbered += 1
    }
    return numbers[executor].flatMap { tasks[$0] }
  }

  mutating func insert(_ task: TaskFacade) {
    tasks.append(task)
    if task.isAwaited { awaited += 1 }
  }

  mutating func remove(_ task: TaskFacade) {
    guard task.id >= 0, tasks[task.id] != nil else { return }
    tasks[task.id] = nil
    lastToEnd = task
    task.letGo()
    if task.isAwaited { awaited -= 1 }
  }

  /// Counts a step of a task or its children, to tell who spins if the run ends at its limit.
  mutating func countStep(of id: Int) {
    while lateSteps.count <= id { lateSteps.append(0) }
    lateSteps[id] += 1
  }

  /// The task that took the most of the steps that were counted.
  var busiest: TaskFacade? {
    let busiest = lateSteps.indices.max { lateSteps[$0] < lateSteps[$1] }
    return busiest.flatMap { tasks[$0] }
  }

  /// Forgets all tasks, so that those which never end keep nothing else alive.
  mutating func removeAll() {
    for task in inOrder { task.letGo() }
    tasks = []
    numbers = [:]
    numbered = 0
    lastToEnd = nil
    awaited = 0
  }
}

extension TaskFacade {
  fileprivate var isAwaited: Bool { kind == .body || kind == .spawned }
}
