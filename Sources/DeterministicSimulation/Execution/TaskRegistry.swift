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

/// Which task a piece of code runs in, so that tasks can be told apart that share a job or a facade.
struct TaskIdentity: Equatable {
  /// A hash of 64 bits, which two tasks have no chance to share.
  ///
  /// The handle itself has a layout that is known only at run time, which made each access to a
  /// class that kept it slow.
  private let hash: Int

  /// The identity of the calling task; `nil` while a task is being handed to an executor.
  static var current: TaskIdentity? {
    unsafe withUnsafeCurrentTask { task in
      guard let task = unsafe task else { return nil }
      return unsafe TaskIdentity(hash: task.hashValue)
    }
  }
}

/// Which executor a task prefers, apart from its type.
struct ExecutorIdentity: Hashable {
  private let address: UInt

  init(_ executor: some TaskExecutor) {
    unsafe self.init(executor.asUnownedTaskExecutor())
  }

  private init(_ executor: UnownedTaskExecutor) {
    // The layout is frozen; the standard library compares two of them in this way.
    address = unsafe unsafeBitCast(executor, to: (UInt, UInt).self).0
  }

  /// The executor that the calling task prefers, if any.
  static var preferredByCaller: ExecutorIdentity? {
    unsafe withUnsafeCurrentTask { task in
      guard let executor = unsafe task?.unownedTaskExecutor else { return nil }
      return unsafe ExecutorIdentity(executor)
    }
  }
}

/// What is known of the task that runs, in a job that may run several.
enum Segment {
  /// Nobody has asked yet: the task whose job it is, unless the job is an actor's.
  case presumed
  case known(TaskIdentity)
  /// The task has suspended, so whatever runs in this job from now on is another segment.
  case ended

  func isKnown(as identity: TaskIdentity?) -> Bool {
    if case .known(let known) = self { known == identity } else { false }
  }
}
