/// How long an update is on its way to a viewer, and what looking for it costs.
enum LatencySuite: Suite {
  static let name = "latency"

  static func run(on bench: inout Bench) async throws {
    try await measureVirtually(on: &bench)
    let delays = try await measureReally(on: &bench)
    let loads = try await measureIdling(on: &bench)
    try await measureLoad(on: &bench)
    if !delays.isEmpty || !loads.isEmpty { bench.add(choice(delays: delays, loads: loads)) }
  }

  /// What to choose an interval by.
  ///
  /// - Parameters:
  ///   - delays: all that were measured, by the name of the waking, in milliseconds.
  ///   - loads: by the name of the waking, in per cent of a core.
  static func choice(delays: [String: [Double]], loads: [String: Double]) -> [String] {
    let titles = ["waking", "exact mean", "mean ms", "p99 ms", "max ms", "idle CPU %"]
    let rows = Waking.all.map { waking -> [String] in
      let delay = delays[waking.name] ?? []
      let spread = delay.isEmpty ? nil : Distribution(delay)
      let values = [
        Double(waking.interval) / 2, spread.map { _ in delay.reduce(0, +) / Double(delay.count) },
        spread?.percentile(99), spread?.maximum, loads[waking.name],
      ]
      return [waking.name] + values.map { $0.map(fixed) ?? "–" }
    }
    let lines = ([titles] + rows).map { row in
      row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: max((column == 0 ? 14 : 12) - cell.count, 0))
        return column == 0 ? cell + padding : padding + cell
      }.joined()
    }
    return ["choosing an interval, 1,000 updates/s; CPU over 1,000 idle traces"]
      + lines.map { "  " + $0 }
  }

  /// Three decimal places, so that a column can be compared at a glance.
  private static func fixed(_ value: Double) -> String {
    let thousandths = Int((value * 1_000).rounded())
    let fraction = String(thousandths % 1_000)
    return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}

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
