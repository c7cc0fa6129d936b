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
