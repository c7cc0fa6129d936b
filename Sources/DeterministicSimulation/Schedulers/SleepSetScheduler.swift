/// Follows a prefix of choices, then takes the first possibility of those that are not asleep, and
/// notes all others on its way.
///
/// It is ``DepthFirstScheduler`` without the orders that only swap neighbours whose footprints do not
/// conflict. A run in which all that could go on is asleep is blocked: it would repeat another one. It
/// goes on to its end, but nothing more is noted.
struct SleepSetScheduler: Scheduler {
  /// What can be done instead of what was done, at one place of a run.
  struct Node {
    /// A choice, and the task that it lets go on alone; `nil` if it does not say what goes on.
    struct Option {
      let value: Int
      let task: Int?
    }

    let position: Int
    /// Who is asleep before the choice.
    var asleep: SleepSet
    /// The options that are left, the next one last.
    var options: [Option]
    /// Whether the tasks of options are to sleep once they have been taken.
    let isPick: Bool
    /// Which was taken first.
    fileprivate let taken: Option
  }

  /// A step, as far as it is known what it touched.
  struct Step {
    let task: Int
    let footprint: Footprint
    /// The numbers that it drew.
    let draws: [Int]
    /// Whether nothing else was left to run before.
    var isAfterIdleness: Bool
  }

  private let prefix: ArraySlice<Int>
  private let replacement: Node.Option?
  private var asleep: SleepSet
  private var position = 0
  /// The node whose first option is being taken.
  private var openNode: Int?
  private var isTakingReplacement = false
  private var isIdle = true
  private var draws: [Int] = []

  private(set) var nodes: [Node] = []
  private(set) var steps: [Step] = []
  /// The task whose step the replacement began, if it has a place of its own among the runnable.
  var replacedTask: Int? { replacement?.task }
  /// What that step touched.
  private(set) var replacementFootprint: Footprint?
  /// Whether the run repeats another one.
  private(set) var isBlocked = false
  /// Whether two jobs of one task were runnable at once, which can't be told apart in another run.
  private(set) var hasTwins = false
  /// Whether the prefix asked for a choice that there was not, so that the body is not
  /// deterministic.
  private(set) var hasDiverged = false

  /// Starts with the first possibilities throughout.
  init() {
    prefix = []
    replacement = nil
    asleep = SleepSet()
  }

  /// Starts with the choices of an earlier run up to a node, and takes one of its options.
  init(choices: ArraySlice<Int>, option: Node.Option, asleep: SleepSet) {
    prefix = choices
    replacement = option
    self.asleep = asleep
  }

  /// Whether the choices that were given are made.
  private var isFree: Bool { replacement == nil || position > prefix.count }

  mutating func pick(from runnable: RunnableTasks) -> Int {
    defer { position += 1 }
    let jobs = jobsByTask(runnable)
    if jobs.contains(where: { $0 > 1 }) { hasTwins = true }
    if let given = given(below: runnable.count) { return given }
    let options = (0..<runnable.count).filter { !asleep.contains(runnable[$0]) }
    guard let first = options.first, !isBlocked else {
      isBlocked = true
      return 0
    }
    if options.count > 1 {
      openNode = nodes.count
      note(
        options.map { index in
          Node.Option(value: index, task: jobs[runnable[index]] == 1 ? runnable[index] : nil)
        }, isPick: true)
    }
    return first
  }

  private func jobsByTask(_ runnable: RunnableTasks) -> [Int] {
    var jobs: [Int] = []
    for index in 0..<runnable.count {
      while jobs.count <= runnable[index] { jobs.append(0) }
      jobs[runnable[index]] += 1
    }
    return jobs
  }

  mutating func next(below bound: Int) -> Int {
    let given = given(below: bound)
    if given == nil, !isBlocked {
      note((0..<bound).map { Node.Option(value: $0, task: nil) }, isPick: false)
    }
    position += 1
    draws.append(given ?? 0)
    return given ?? 0
  }

  private mutating func given(below bound: Int) -> Int? {
    guard let replacement, position <= prefix.count else { return nil }
    let given = position < prefix.count ? prefix[position] : replacement.value
    if position == prefix.count { isTakingReplacement = replacement.task != nil }
    if given >= bound { hasDiverged = true }
    return given
  }

  private mutating func note(_ options: [Node.Option], isPick: Bool) {
    nodes.append(
      Node(
        position: position, asleep: asleep, options: options.dropFirst().reversed(),
        isPick: isPick, taken: options[0]))
  }

  var hearsSteps: Bool { true }
  var hearsFootprints: Bool { true }

  mutating func hear(_ event: SchedulingEvent) {
    switch event {
    case .ran(let task, _):
      // It may be the only one that is runnable, so that nothing was asked.
      if isFree, asleep.contains(task) { isBlocked = true }
    case .touched(let task, let footprint): take(footprint, of: task)
    case .idled: isIdle = true
    case .spawned, .ended: break
    }
  }

  private mutating func take(_ footprint: Footprint, of task: Int) {
    steps.append(
      Step(task: task, footprint: footprint, draws: draws, isAfterIdleness: isIdle))
    draws = []
    isIdle = false
    guard isFree else { return }
    if isTakingReplacement {
      replacementFootprint = footprint
      isTakingReplacement = false
    }
    if let openNode, let sleeper = nodes[openNode].taken.task {
      nodes[openNode].asleep.insert(sleeper, footprint)
    }
    openNode = nil
    asleep.wake(by: footprint, of: task)
  }
}

/// The tasks whose next step need not be taken now, because the orders that begin with it have been
/// explored (Godefroid: *Partial-Order Methods for the Verification of Concurrent Systems*, 1996).
///
/// A task stays asleep for as long as what others do does not conflict with its next step.
struct SleepSet: Sendable {
  private struct Sleeper: Sendable {
    let task: Int
    let footprint: Footprint
  }

  private var sleepers: [Sleeper] = []

  func contains(_ task: Int) -> Bool { sleepers.contains { $0.task == task } }

  /// Lets a task sleep, whose next step touches what is given.
  mutating func insert(_ task: Int, _ footprint: Footprint) {
    // What a step touches may hang on the numbers that it draws, and only one of them was seen.
    guard !footprint.isUnknown, !footprint.marks.contains(.drawing) else { return }
    sleepers.append(Sleeper(task: task, footprint: footprint))
  }

  /// Wakes those with whose next step a step conflicts.
  mutating func wake(by footprint: Footprint, of task: Int) {
    sleepers.removeAll { $0.footprint.conflicts(of: $0.task, with: footprint, of: task) }
  }
}
