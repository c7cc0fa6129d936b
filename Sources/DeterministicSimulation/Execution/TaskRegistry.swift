/// The tasks of a simulation that have not ended.
struct TaskRegistry {
  private var tasks: [TaskFacade] = []
  private var nextID = 0

  /// How many the run waits for: the body, and what was spawned in the foreground.
  private(set) var awaited = 0

  /// Whether the body has not ended.
  private(set) var hasBody = false

  /// Whether the run is ending, so that background tasks are no longer wanted.
  var isBackgroundCancelled = false

  /// The tasks in the order in which they were spawned.
  var inOrder: [TaskFacade] { tasks.sorted { $0.id < $1.id } }

  /// Gives a new task its number.
  mutating func takeID() -> Int {
    defer { nextID += 1 }
    return nextID
  }

  mutating func insert(_ task: TaskFacade) {
    task.registryIndex = tasks.count
    tasks.append(task)
    count(task, by: 1)
    if task.kind == .body { hasBody = true }
  }

  mutating func remove(_ task: TaskFacade) {
    guard task.registryIndex < tasks.count, tasks[task.registryIndex] === task else { return }
    tasks.swapAt(task.registryIndex, tasks.count - 1)
    tasks[task.registryIndex].registryIndex = task.registryIndex
    tasks.removeLast()
    task.task = nil
    count(task, by: -1)
    if task.kind == .body { hasBody = false }
  }

  /// Forgets all tasks, so that those which never end keep nothing else alive.
  mutating func removeAll() {
    for task in tasks { task.task = nil }
    tasks = []
    awaited = 0
  }

  private mutating func count(_ task: TaskFacade, by change: Int) {
    if task.kind == .body || task.kind == .spawned { awaited += change }
  }
}
