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
