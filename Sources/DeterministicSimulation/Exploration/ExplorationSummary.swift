/// What an exploration has covered.
public struct ExplorationSummary: Sendable, Hashable {
  /// How many schedules were run, not counting those for checks and for shrinking.
  public internal(set) var schedules = 0

  /// How many of them differed in what ran when.
  public internal(set) var distinctSchedules = 0

  /// How many of them differed in more than the order of steps that touch different things, as far
  /// as a ``Footprint`` shows.
  public internal(set) var distinctOrders = 0

  /// The schedule, counted from one, that was the last to bring such a difference.
  public internal(set) var lastNewSchedule = 0

  /// Whether more seeds are unlikely to bring anything new: of a hundred schedules or more, the
  /// second half has brought nothing.
  public var isSaturated: Bool { schedules >= 100 && lastNewSchedule <= schedules / 2 }

  /// Which share of the seeds that is: all of them, unless the options or the environment ask for
  /// less.
  public internal(set) var shard = Shard.whole

  /// How many failed.
  public internal(set) var failures = 0

  /// How many were run twice to check that the body is deterministic.
  public internal(set) var determinismChecks = 0

  /// How many of a reduced exploration's schedules were noticed to repeat another one's order.
  public internal(set) var blockedSchedules = 0

  /// How many runs were made with steps swapped that are taken to be independent.
  public internal(set) var swapChecks = 0

  /// Why an exploration that was to be reduced was not: steps that touch different things, as far as
  /// footprints show, could not be swapped.
  public internal(set) var dependence: String?

  /// Whether orders were left out that only swap steps which touch different things.
  public internal(set) var isReduced = false

  /// Whether no schedule is left that the strategy could have run.
  public internal(set) var isExhaustive = false

  /// The most preemptions in a schedule of a depth-first strategy; `nil` for other strategies.
  public let preemptionBound: Int?

  /// What was covered by an exploration that was to be reduced, and then by one that was not.
  func followed(by other: ExplorationSummary) -> ExplorationSummary {
    var summary = other
    summary.schedules += schedules
    if other.lastNewSchedule > 0 { summary.lastNewSchedule += schedules }
    summary.failures += failures
    summary.determinismChecks += determinismChecks
    summary.swapChecks += swapChecks
    summary.dependence = dependence
    return summary
  }

  init(preemptionBound: Int?) {
    self.preemptionBound = preemptionBound
  }
}

extension ExplorationSummary: CustomStringConvertible {
  /// One line, such as `exhaustive to 2 preemptions: 1,284 schedules` or
  /// `10,000 schedules, 3,412 distinct (70 up to equivalence), nothing new since schedule 812`.
  public var description: String {
    let failed = failures == 0 ? "" : ", \(failures.grouped) failed"
    let blocked = isReduced ? ", \(blockedSchedules.grouped) of them blocked" : ""
    let reason = dependence.map { "; not reduced, because \($0)" } ?? ""
    let share = shard == .whole ? "" : ", share \(shard) of the seeds"
    return
      "\(coverage)\(schedules.grouped) schedules\(blocked)\(distinct)\(failed)\(reason)\(share)"
  }

  private var coverage: String {
    guard let preemptionBound else { return "" }
    let bound = preemptionBound == .max ? "" : " to \(preemptionBound.grouped) preemptions"
    let assumption =
      isReduced ? ", assuming that tasks share only what footprints show" : ""
    return "\(isExhaustive ? "exhaustive" : "not exhausted")\(bound)\(assumption): "
  }

  private var distinct: String {
    guard preemptionBound == nil else { return "" }
    let orders =
      distinctOrders < distinctSchedules ? " (\(distinctOrders.grouped) up to equivalence)" : ""
    let end = isSaturated ? ", nothing new since schedule \(lastNewSchedule.grouped)" : ""
    return ", \(distinctSchedules.grouped) distinct\(orders)\(end)"
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
