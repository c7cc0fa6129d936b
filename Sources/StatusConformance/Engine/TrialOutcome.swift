/// What came of a trial's runs.
struct TrialOutcome: Sendable {
  /// A run that broke a rule, and none with a lower number.
  struct Charge: Sendable {
    /// Which run it was, from 0 on.
    let run: Int
    let finding: Finding
  }

  /// Whether schedules were explored.
  let isExplored: Bool
  /// What tells each run from any other.
  var fingerprints: [Int] = []
  /// The first charge of each rule, by its number.
  private(set) var charges: [Int: Charge] = [:]

  init(isExplored: Bool) {
    self.isExplored = isExplored
  }

  mutating func note(_ rule: ConformanceRule, _ charge: Charge) {
    if charges[rule.id] == nil { charges[rule.id] = charge }
  }

  var coverage: Coverage { Coverage(runs: fingerprints.count, isExplored: isExplored) }
}
