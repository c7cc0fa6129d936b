/// One measured quantity, beside what it is compared with.
struct Figure: Codable {
  let name: String
  let unit: String
  /// One entry a run, in the order of running.
  let values: [Double]
  /// What the same run measured for the floor; empty if there is none.
  let floors: [Double]
  /// The least ratio to the floor, or least value if there is no floor, that is promised.
  let goal: Double?

  var median: Double { values.median }

  /// The median of the ratios of the pairs, which share the machine's mood.
  var ratio: Double? {
    floors.isEmpty ? nil : zip(values, floors).map { $0 / $1 }.median
  }

  var isGoalMet: Bool? {
    goal.map { (ratio ?? median) >= $0 }
  }
}

extension [Double] {
  var median: Double {
    let sorted = self.sorted()
    guard let upper = sorted.dropFirst(count / 2).first else { return 0 }
    return count.isMultiple(of: 2) ? (sorted[count / 2 - 1] + upper) / 2 : upper
  }
}
