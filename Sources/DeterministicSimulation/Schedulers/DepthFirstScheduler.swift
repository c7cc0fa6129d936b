/// Follows a prefix of choices, then takes the first possibility, and notes all others on its way.
///
/// The tree of schedules is walked by giving each noted branch to a new scheduler as its prefix. So
/// every schedule is run once, in depth-first order if the branch noted last is always taken first.
struct DepthFirstScheduler: Scheduler {
  /// A possibility that was passed over: the choices made until then, and the one to make instead.
  struct Branch {
    let position: Int
    let value: Int
  }

  private let prefix: ArraySlice<Int>
  private let replacement: Int?
  private let preemptionBound: Int
  private var preemptions = 0
  private var position = 0
  private(set) var branches: [Branch] = []

  /// Whether the prefix asked for a choice that there was not, so that the body is not
  /// deterministic.
  private(set) var hasDiverged = false

  /// Starts with the first possibilities throughout.
  ///
  /// - Parameter preemptionBound: How often a task may be interrupted that could go on.
  init(preemptionBound: Int) {
    prefix = []
    replacement = nil
    self.preemptionBound = preemptionBound
  }

  /// Starts with the choices of an earlier run up to a branch, and takes that.
  init(choices: [Int], branch: Branch, preemptionBound: Int) {
    prefix = choices[..<branch.position]
    replacement = branch.value
    self.preemptionBound = preemptionBound
  }

  mutating func pick(from runnable: RunnableTasks) -> Int {
    defer { position += 1 }
    let isPreemptible = runnable.isLastRunnable
    func isPreemption(_ index: Int) -> Bool { isPreemptible && runnable[index] != runnable.last }
    let choice: Int
    if let given = given(below: runnable.count) {
      choice = given
    } else {
      let isFree = preemptions < preemptionBound
      let options = (0..<runnable.count).filter { isFree || !isPreemption($0) }
      choice = options[0]
      note(options.dropFirst())
    }
    if runnable.count > choice, choice >= 0, isPreemption(choice) { preemptions += 1 }
    return choice
  }

  mutating func next(below bound: Int) -> Int {
    defer { position += 1 }
    if let given = given(below: bound) { return given }
    note(1..<bound)
    return 0
  }

  private mutating func given(below bound: Int) -> Int? {
    guard let replacement, position <= prefix.count else { return nil }
    let given = position < prefix.count ? prefix[position] : replacement
    if given >= bound { hasDiverged = true }
    return given
  }

  /// Notes possibilities so that the lowest is the last noted.
  private mutating func note(_ values: some BidirectionalCollection<Int>) {
    for value in values.reversed() { branches.append(Branch(position: position, value: value)) }
  }
}
