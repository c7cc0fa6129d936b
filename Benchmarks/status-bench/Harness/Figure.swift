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
    self.goals = goals.map { $0.judged(by: distribution, references) }
    median = distribution.median
    minimum = distribution.minimum
    maximum = distribution.maximum
    percentiles = samples.isEmpty ? nil : Percentiles(distribution)
  }

  /// What the figure is known by in a report.
  var id: String { "\(suite): \(name)" }
}
