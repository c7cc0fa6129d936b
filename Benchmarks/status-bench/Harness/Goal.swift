/// What is promised of a figure.
struct Goal: Codable, Equatable {
  /// The reference whose ratio is judged; `nil` for the figure itself.
  var reference: String?
  /// The percentile that is judged; `nil` for the median.
  var percentile: Double?
  var atLeast: Double?
  var atMost: Double?
  /// What was found, once the figure is measured.
  private(set) var value: Double?
  private(set) var isMet: Bool?
  /// Whether a goal that is missed is so by less than the noise; `nil` in older reports.
  private(set) var isAtLimit: Bool?

  static func median(atLeast: Double? = nil, atMost: Double? = nil) -> Goal {
    Goal(atLeast: atLeast, atMost: atMost)
  }

  /// A promise of the figure's ratio to one of its references.
  static func ratio(
    to reference: String, atLeast: Double? = nil, atMost: Double? = nil
  ) -> Goal {
    Goal(reference: reference, atLeast: atLeast, atMost: atMost)
  }

  static func percentile(
    _ percentile: Double, atLeast: Double? = nil, atMost: Double? = nil
  ) -> Goal {
    Goal(percentile: percentile, atLeast: atLeast, atMost: atMost)
  }

  /// The goal with what was found.
  ///
  /// - Parameters:
  ///   - value: what is judged.
  ///   - quartiles: between which it lay in the middle half of the runs. A quarter of the runs that keeps
  ///     the goal is no reason to call it missed.
  func judged(_ value: Double, between quartiles: ClosedRange<Double>) -> Goal {
    var goal = self
    let bounds = (atLeast ?? -.infinity)...(atMost ?? .infinity)
    goal.value = value
    goal.isMet = bounds.contains(value)
    goal.isAtLimit = !bounds.contains(value) && bounds.overlaps(quartiles)
    return goal
  }
}

extension Goal: CustomStringConvertible {
  /// The bound and whether it is kept: `≥ 0.75× met`.
  var description: String {
    let number = { (value: Double) in
      reference == nil ? Quantity.text(value) : Quantity.times(value)
    }
    let bounds = [atLeast.map { "≥ \(number($0))" }, atMost.map { "≤ \(number($0))" }]
    let subject = percentile.map { "p\(Quantity.plain($0)) " } ?? ""
    let verdict = isMet.map { $0 ? " met" : isAtLimit == true ? " at the limit" : " missed" } ?? ""
    return subject + bounds.compactMap(\.self).joined(separator: ", ") + verdict
  }
}
