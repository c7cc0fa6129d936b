/// How often something is run until its median can be believed.
struct RunPlan: Equatable {
  /// Runs that do not count, before the first that does.
  var warmUps: Int
  var minimum: Int
  var maximum: Int
  /// How far off a median may be, as a part of it.
  var bound: Double
  /// The time after which the minimum of runs is enough, in seconds; after three times as long,
  /// three are.
  var patience: Double

  /// Until the median is within two per cent with a probability of 95 %.
  static let full = RunPlan(warmUps: 1, minimum: 9, maximum: 41, bound: 0.02, patience: 6)
  /// To see that everything runs.
  static let quick = RunPlan(warmUps: 0, minimum: 1, maximum: 1, bound: 1, patience: 0)

  /// Whether the runs so far are enough.
  ///
  /// - Parameters:
  ///   - series: for each of the quantities that are measured in turn, its values so far.
  ///   - seconds: how long that has taken.
  func isEnough(_ series: [[Double]], after seconds: Double) -> Bool {
    let least = seconds >= 3 * patience ? min(minimum, 3) : minimum
    guard let runs = series.first?.count, runs >= least else { return false }
    if runs >= maximum || seconds >= patience { return true }
    return series.allSatisfy { Distribution($0).medianUncertainty <= bound }
  }
}
