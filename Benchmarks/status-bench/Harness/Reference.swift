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
    ratio = Distribution(zip(figure, values).map { $0 / $1 }).median
  }
}
