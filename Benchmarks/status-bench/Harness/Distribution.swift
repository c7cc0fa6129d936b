/// The values of one quantity, by rank.
struct Distribution: Equatable {
  private let sorted: [Double]

  /// - Parameter values: at least one, in any order.
  init(_ values: [Double]) {
    precondition(!values.isEmpty, "a distribution of no values, expected at least one")
    sorted = values.sorted()
  }

  var count: Int { sorted.count }
  var minimum: Double { sorted[0] }
  var maximum: Double { sorted[count - 1] }

  /// The middle value, or halfway between the two in the middle.
  var median: Double { (sorted[(count - 1) / 2] + sorted[count / 2]) / 2 }

  /// The least of the values that this many per cent of them do not exceed.
  func percentile(_ percent: Double) -> Double {
    let rank = (percent / 100 * Double(count)).rounded(.up)
    return sorted[min(max(Int(rank), 1), count) - 1]
  }

  /// Between which values the middle half of them lies.
  var quartiles: ClosedRange<Double> { percentile(25)...percentile(75) }

  /// Between which values the quantity's own median lies with a probability of 95 %.
  ///
  /// Whatever the quantity's distribution, each value is as likely below its median as above, so
  /// the ranks follow from the number of values alone. Of fewer than six, all are between them.
  var medianInterval: ClosedRange<Double> {
    let rank = Int(Double(count + 1) / 2 - 0.98 * Double(count).squareRoot())
    let lower = max(rank, 1) - 1
    return sorted[lower]...sorted[count - 1 - lower]
  }

  /// How far the median may be off, as a part of it: half the width of ``medianInterval``.
  var medianUncertainty: Double {
    let width = medianInterval.upperBound - medianInterval.lowerBound
    return width == 0 ? 0 : width / 2 / abs(median)
  }
}

/// How a latency is distributed, from exact samples.
struct Percentiles: Codable, Equatable {
  let samples: Int
  let p50: Double
  let p90: Double
  let p99: Double
  let max: Double

  init(_ samples: Distribution) {
    self.samples = samples.count
    p50 = samples.percentile(50)
    p90 = samples.percentile(90)
    p99 = samples.percentile(99)
    max = samples.maximum
  }
}
