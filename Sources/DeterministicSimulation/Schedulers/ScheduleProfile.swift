/// How many steps each task of a body takes, on what, and which tasks it spawns: what schedulers
/// that weigh tasks against each other have to know beforehand.
///
/// A task is known by its place among those that its parent spawns, so that it is the same one in
/// every run, whoever spawns first.
public struct ScheduleProfile: Sendable, Hashable {
  /// A task's place in the tree of tasks.
  typealias Key = UInt64

  /// The steps of one task.
  struct Steps: Sendable, Hashable {
    /// By what they were about to touch.
    var byTarget: [StepTarget: Int] = [:]
    let parent: Key?

    var count: Int { byTarget.values.reduce(0, +) }
  }

  private(set) var tasks: [Key: Steps] = [:]

  /// Knows nothing: every task then counts as one that has a step left.
  public init() {}

  static func key(of child: Int, in parent: Key?) -> Key {
    guard let parent else { return 1 }
    return TraceHash.mix(parent &+ UInt64(child))
  }

  mutating func noteTask(_ key: Key, parent: Key?) {
    tasks[key] = Steps(parent: parent)
  }

  mutating func noteStep(of key: Key, on target: StepTarget) {
    tasks[key]?.byTarget[target, default: 0] += 1
  }

  /// Takes over what another run had more of.
  mutating func add(_ other: ScheduleProfile) {
    tasks.merge(other.tasks) { mine, others in
      var both = mine
      both.byTarget.merge(others.byTarget) { max($0, $1) }
      return both
    }
  }

  /// All targets, in an order that is equal in every process.
  public var targets: [StepTarget] {
    Set(tasks.values.flatMap(\.byTarget.keys)).sorted()
  }

  /// How many steps there are on a target in all.
  public func steps(on target: StepTarget) -> Int {
    tasks.values.reduce(0) { $0 + ($1.byTarget[target] ?? 0) }
  }

  /// How many tasks have steps on some of the targets.
  func tasks(touching targets: Set<StepTarget>) -> Int {
    tasks.values.count { !targets.isDisjoint(with: $0.byTarget.keys) }
  }

  /// The steps of each task alone, and those of all that it spawns.
  func weights(
    countingOnly targets: Set<StepTarget>? = nil
  ) -> [Key: (own: Int, descendants: Int)] {
    func count(_ steps: Steps) -> Int {
      guard let targets else { return steps.count }
      return targets.reduce(0) { $0 + (steps.byTarget[$1] ?? 0) }
    }
    var weights = tasks.mapValues { (own: count($0), descendants: 0) }
    for steps in tasks.values {
      let own = count(steps)
      var ancestor = steps.parent
      while let key = ancestor {
        weights[key]?.descendants += own
        ancestor = tasks[key]?.parent
      }
    }
    return weights
  }
}

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

/// How many steps each task of a run still has to take, by the profile of earlier runs.
///
/// A task answers for those that it has not spawned yet.
struct RemainingSteps {
  private struct Remaining {
    var own = 0
    var descendants = 0

    var count: Int { max(own, 0) + max(descendants, 0) }
  }

  private let weights: [ScheduleProfile.Key: (own: Int, descendants: Int)]
  private let targets: Set<StepTarget>?
  private var keys = TaskKeys()
  private var tasks: [Remaining] = []

  /// - Parameter targets: which steps count; all if there are none given.
  init(_ profile: ScheduleProfile, countingOnly targets: Set<StepTarget>? = nil) {
    weights = profile.weights(countingOnly: targets)
    self.targets = targets
  }

  /// What is left of a task's steps, and of those of its descendants to come.
  ///
  /// Nothing is known of a task that was not heard of, as by a scheduler that is not told.
  subscript(task: Int) -> Int { tasks.indices.contains(task) ? tasks[task].count : 0 }

  /// Whether a step on a target counts.
  func counts(_ target: StepTarget) -> Bool { targets?.contains(target) ?? true }

  mutating func hear(_ event: SchedulingEvent) {
    switch event {
    case .spawned(let task, let parent):
      // Tasks are heard of in the order of their numbers.
      guard task == tasks.count, parent.map(tasks.indices.contains) ?? true else { return }
      let weight = weights[keys.insert(task, parent: parent)] ?? (0, 0)
      tasks.append(Remaining(own: weight.own, descendants: weight.descendants))
      if let parent { tasks[parent].descendants -= weight.own + weight.descendants }
    case .ran(let task, let target):
      if tasks.indices.contains(task), counts(target) { tasks[task].own -= 1 }
    case .ended(let task):
      if tasks.indices.contains(task) { tasks[task] = Remaining() }
    case .touched, .idled: break
    }
  }
}
