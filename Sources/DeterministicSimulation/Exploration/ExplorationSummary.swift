/// What an exploration has covered.
public struct ExplorationSummary: Sendable, Hashable {
  /// How many schedules were run, not counting those for checks and for shrinking.
  public internal(set) var schedules = 0

  /// How many of them differed in what ran when.
  public internal(set) var distinctSchedules = 0

  /// How many failed.
  public internal(set) var failures = 0

  /// How many were run twice to check that the body is deterministic.
  public internal(set) var determinismChecks = 0

  /// Whether no schedule is left that the strategy could have run.
  public internal(set) var isExhaustive = false

  /// The most preemptions in a schedule of a depth-first strategy; `nil` for other strategies.
  public let preemptionBound: Int?

  init(preemptionBound: Int?) {
    self.preemptionBound = preemptionBound
  }
}

extension ExplorationSummary: CustomStringConvertible {
  /// One line, such as `exhaustive to 2 preemptions: 1,284 schedules` or
  /// `10,000 schedules, 3,412 distinct`.
  public var description: String {
    let failed = failures == 0 ? "" : ", \(failures.grouped) failed"
    return "\(coverage)\(schedules.grouped) schedules\(distinct)\(failed)"
  }

  private var coverage: String {
    guard let preemptionBound else { return "" }
    let bound = preemptionBound == .max ? "" : " to \(preemptionBound.grouped) preemptions"
    return isExhaustive ? "exhaustive\(bound): " : "not exhausted\(bound): "
  }

  private var distinct: String {
    preemptionBound == nil ? ", \(distinctSchedules.grouped) distinct" : ""
  }
}

extension Int {
  /// The digits with a comma after every third.
  var grouped: String {
    let digits = Array(String(self))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3), digits[index - 1] != "-" {
        text.append(",")
      }
      text.append(digit)
    }
    return text
  }
}
