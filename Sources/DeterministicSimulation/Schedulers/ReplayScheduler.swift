/// Repeats the choices of an earlier run, and settles what comes after them with zeros.
public struct ReplayScheduler: Scheduler {
  private let deviations: [Deviation]
  private let continuesPastDivergence: Bool
  private var position = 0
  private var stretch = Deviation.Stretch()
  /// What was expected where a choice did not fit.
  private(set) var expectation: String?

  init(_ deviations: [Deviation], continuingPastDivergence: Bool) {
    self.deviations = deviations
    continuesPastDivergence = continuingPastDivergence
  }

  /// Makes a scheduler that repeats what a token says.
  ///
  /// - Parameter continuingPastDivergence: Whether to go on when the body offers other
  ///   possibilities than the earlier run had, taking the nearest one. Otherwise the run ends with
  ///   an error of code ``SimulationError/Code/divergence`` at the first choice that shows it.
  public init(_ token: ReplayToken, continuingPastDivergence: Bool = false) {
    self.init(token.deviations, continuingPastDivergence: continuingPastDivergence)
  }

  /// Makes a scheduler that repeats the choices of a record.
  ///
  /// - Parameter continuingPastDivergence: As for a token.
  public init(_ choices: [Choice], continuingPastDivergence: Bool = false) {
    self.init(
      Deviation.all(in: choices), continuingPastDivergence: continuingPastDivergence)
  }

  /// Picks as recorded.
  public mutating func pick(from runnable: RunnableTasks) -> Int {
    next(below: runnable.count)
  }

  /// Draws as recorded.
  public mutating func next(below bound: Int) -> Int {
    guard position < deviations.count else { return 0 }
    let deviation = deviations[position]
    guard stretch.count == deviation.zeros else {
      stretch.append(bound: bound)
      return 0
    }
    let fits = stretch.digest == deviation.digest && deviation.choice.bound == bound
    position += 1
    stretch = Deviation.Stretch()
    if fits { return deviation.choice.value }
    expectation = expectation ?? describe(deviation, offered: bound)
    return continuesPastDivergence ? min(deviation.choice.value, bound - 1) : -1
  }

  private func describe(_ deviation: Deviation, offered bound: Int) -> String {
    let choice = deviation.choice
    return choice.bound == bound
      ? "the \(deviation.zeros) choices before it had other numbers of possibilities"
      : "possibility \(choice.value + 1) of \(choice.bound) was taken"
  }
}

/// Settles choices by a list that was edited, as far as it fits, and with zeros after its end.
struct EditedScheduler: Scheduler {
  private let values: [Int]
  private var position = 0

  init(_ values: [Int]) {
    self.values = values
  }

  mutating func pick(from runnable: RunnableTasks) -> Int {
    next(below: runnable.count)
  }

  mutating func next(below bound: Int) -> Int {
    guard position < values.count else { return 0 }
    defer { position += 1 }
    return min(values[position], bound - 1)
  }
}
