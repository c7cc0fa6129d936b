/// How many of some values lie where, as lines for a terminal.
struct Histogram {
  /// The values in each of the bins, which are equally wide, and then those beyond the last.
  let counts: [Int]
  private let width: Double

  /// - Parameters:
  ///   - values: none of them negative.
  ///   - bound: where the last bin ends.
  ///   - bins: how many there are from zero to the bound.
  init(_ values: [Double], upTo bound: Double, bins: Int) {
    width = bound / Double(bins)
    var counts = Array(repeating: 0, count: bins + 1)
    for value in values { counts[min(Int(value / bound * Double(bins)), bins)] += 1 }
    self.counts = counts
  }

  /// A line for each bin with a bar; the one beyond the bound only if it is not empty.
  func lines(unit: String, columns: Int = 50) -> [String] {
    let highest = max(counts.max() ?? 0, 1)
    let total = max(counts.reduce(0, +), 1)
    let lower = counts.indices.map { Quantity.text(Double($0) * width) }
    let padding = lower.map(\.count).max() ?? 0
    return zip(counts, lower).enumerated().compactMap { index, bin in
      let isBeyond = index == counts.count - 1
      if isBeyond, bin.0 == 0 { return nil }
      let bar = String(repeating: "█", count: (bin.0 * columns + highest / 2) / highest)
      let start = String(repeating: " ", count: padding - bin.1.count) + bin.1
      let share = Quantity.text(100 * Double(bin.0) / Double(total))
      return "  \(isBeyond ? "≥" : " ") \(start) \(unit) \(bar) \(share) %"
    }
  }
}
