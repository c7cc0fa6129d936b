/// Leaves all choices to another scheduler, and counts what the tasks do.
struct ProfilingScheduler: Scheduler {
  private var base: any Scheduler
  private(set) var profile = ScheduleProfile()
  private var keys = TaskKeys()

  init(_ base: some Scheduler) { self.base = base }

  var hearsSteps: Bool { true }

  mutating func pick(from runnable: RunnableTasks) -> Int { base.pick(from: runnable) }

  mutating func next(below bound: Int) -> Int { base.next(below: bound) }

  mutating func hear(_ event: SchedulingEvent) {
    switch event {
    case .spawned(let task, let parent):
      let key = keys.insert(task, parent: parent)
      profile.noteTask(key, parent: parent.map { keys[$0] })
    case .ran(let task, let target): profile.noteStep(of: keys[task], on: target)
    case .ended, .touched, .idled: break
    }
  }
}

/// The tasks of a run, by number, as a ``ScheduleProfile`` knows them.
struct TaskKeys {
  private var tasks: [(key: ScheduleProfile.Key, children: Int)] = []

  subscript(task: Int) -> ScheduleProfile.Key { tasks[task].key }

  /// Adds the next task.
  mutating func insert(_ task: Int, parent: Int?) -> ScheduleProfile.Key {
    var ordinal = 0
    if let parent {
      tasks[parent].children += 1
      ordinal = tasks[parent].children
    }
    let key = ScheduleProfile.key(of: ordinal, in: parent.map { tasks[$0].key })
    tasks.append((key, 0))
    return key
  }
}
