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
  ///   - values: the figure's own, of which the goal's percentile or the median is judged.
  ///   - references: what the figure stands beside, among them the goal's.
  func judged(by values: Distribution, _ references: [Reference]) -> Goal {
    var goal = self
    let value: Double
    if let reference {
      guard let found = references.first(where: { $0.name == reference }) else {
        preconditionFailure("a goal beside '\(reference)', expected one of \(references)")
      }
      value = found.ratio
    } else {
      value = percentile.map(values.percentile) ?? values.median
    }
    goal.value = value
    goal.isMet = value >= atLeast ?? -.infinity && value <= atMost ?? .infinity
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
    let verdict = isMet.map { $0 ? " met" : " missed" } ?? ""
    return subject + bounds.compactMap(\.self).joined(separator: ", ") + verdict
  }
}
