/// What one of a verification's runs is for, which follows from its number alone.
///
/// The first runs follow each plan once, plainly. Of the others every second one is a world, if there
/// are any.
enum RunRole: Sendable, Hashable {
  /// A run of a plan, and how often there was one before.
  case plan(Int, round: Int)
  /// A world, numbered from 0 on.
  case world(Int)

  init(ofRun index: Int, plans: Int, hasWorlds: Bool) {
    guard plans > 0 else {
      self = .world(index)
      return
    }
    guard index >= plans, hasWorlds else {
      self = .plan(index % plans, round: index / plans)
      return
    }
    let (pair, second) = (index - plans).quotientAndRemainder(dividingBy: 2)
    self = second == 1 ? .world(pair) : .plan(pair % plans, round: 1 + pair / plans)
  }

  /// The run that is a world.
  static func run(ofWorld number: Int, plans: Int) -> Int {
    plans == 0 ? number : plans + 2 * number + 1
  }

  var isWorld: Bool {
    if case .world = self { true } else { false }
  }
}
