/// One measured quantity, beside what it is compared with.
struct Figure: Codable, Equatable {
  /// Which values are the good ones.
  enum Direction: String, Codable {
    case higher
    case lower
  }

  let suite: String
  let name: String
  let unit: String
  let better: Direction
  let median: Double
  let minimum: Double
  let maximum: Double
  /// Of a latency, how it is distributed; `nil` for figures that are one value a run.
  let percentiles: Percentiles?
  let references: [Reference]
  let goals: [Goal]
  /// One value a run, in the order of running; of a latency, each run's median.
  let values: [Double]

  /// - Parameters:
  ///   - values: one a run.
  ///   - samples: of a latency, all that was measured; empty for other figures.
  init(
    suite: String, name: String, unit: String, better: Direction, values: [Double],
    samples: [Double] = [], references: [Reference] = [], goals: [Goal] = []
  ) {
    let distribution = Distribution(samples.isEmpty ? values : samples)
    self.suite = suite
    self.name = name
    self.unit = unit
    self.better = better
    self.values = values
    self.references = references
    self.goals = goals.map { goal in
      if let percentile = goal.percentile {
        let value = distribution.percentile(percentile)
        return goal.judged(value, between: value...value)
      }
      guard let name = goal.reference else {
        return goal.judged(distribution.median, between: Distribution(values).quartiles)
      }
      guard let reference = references.first(where: { $0.name == name }) else {
        preconditionFailure("a goal beside '\(name)', expected one of \(references)")
      }
      return goal.judged(reference.ratio, between: reference.ratios(of: values).quartiles)
    }
    median = distribution.median
    minimum = distribution.minimum
    maximum = distribution.maximum
    percentiles = samples.isEmpty ? nil : Percentiles(distribution)
  }

  /// One value a run, by rank.
  var spread: Distribution { Distribution(values) }

  /// What the figure is known by in a report.
  var id: String { "\(suite): \(name)" }
}

/// What a figure stands beside, measured in turn with it.
struct Reference: Codable, Equatable {
  enum Kind: String, Codable {
    /// What a user would write without the package.
    case baseline
    /// The least that anything with the figure's purpose must do.
    case floor
    /// The package itself in another size, to show how a cost grows.
    case other
  }

  let name: String
  let kind: Kind
  let median: Double
  let minimum: Double
  let maximum: Double
  /// The median of the figure's values, each divided by the reference's of the same round.
  ///
  /// Two that ran one after the other share the machine's mood, so this is steadier than the ratio
  /// of the medians.
  let ratio: Double
  /// One value a round, in the order of running.
  let values: [Double]

  init(name: String, kind: Kind, values: [Double], figure: [Double]) {
    let distribution = Distribution(values)
    self.name = name
    self.kind = kind
    self.values = values
    median = distribution.median
    minimum = distribution.minimum
    maximum = distribution.maximum
    ratio = Self.ratios(of: figure, to: values).median
  }

  /// The figure's values, each divided by the reference's of the same round.
  func ratios(of figure: [Double]) -> Distribution { Self.ratios(of: figure, to: values) }

  private static func ratios(of figure: [Double], to values: [Double]) -> Distribution {
    Distribution(zip(figure, values).map { $0 / $1 })
  }
}
