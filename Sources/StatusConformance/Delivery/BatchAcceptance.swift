/// How many events a sink accepts of those that are there together.
enum BatchAcceptance: Sendable {
  case one
  case half
  case all
  /// A drawn number.
  case some
  /// None at times, which no sink should, else a drawn number.
  case seldom

  /// - Parameter count: how many there are.
  func share(of count: Int, on stage: Stage) -> Int {
    switch self {
    case .one: min(count, 1)
    case .half: (count + 1) / 2
    case .all: count
    case .some: min(count, 1 + stage.next(below: max(count, 1)))
    case .seldom: stage.next(below: 2) == 0 ? 0 : min(count, 1 + stage.next(below: max(count, 1)))
    }
  }
}
