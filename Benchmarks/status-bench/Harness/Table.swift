/// A report as lines for a terminal.
enum Table {
  static func text(_ report: Report) -> String {
    let heads = [
      "\(report.machine.processor), \(report.machine.cores) cores, \(report.machine.system), "
        + report.machine.kernel,
      "Swift \(report.build.swift), \(report.build.isOptimised ? "" : "not ")optimised"
        + (report.isQuick ? ", quick: too few runs to rely on" : ""),
    ]
    return (heads + lines(report.figures)).joined(separator: "\n")
  }

  /// The figures, each with its references under it.
  static func lines(_ figures: [Figure]) -> [String] {
    let titles = [
      "figure", "median", "min", "quartiles", "max", "unit", "runs", "ratio", "quartiles", "goal",
    ]
    let rows = [titles] + figures.flatMap(rows)
    let cells = rows.filter { $0.count == titles.count }
    let widths = titles.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let padded = zip(row, widths).enumerated().map { column, cell in
        let padding = String(repeating: " ", count: max(cell.1 - cell.0.count, 0))
        return [0, 5, 9].contains(column) ? cell.0 + padding : padding + cell.0
      }
      return trimmed(padded.joined(separator: "  "))
    }
  }

  private static func rows(_ figure: Figure) -> [[String]] {
    let goals = { (reference: String?) in
      figure.goals.filter { $0.reference == reference }.map(\.description).joined(separator: ", ")
    }
    let first = [
      figure.id, Quantity.text(figure.median), Quantity.text(figure.minimum),
      text(figure.spread), Quantity.text(figure.maximum), figure.unit,
      String(figure.values.count), "", "", goals(nil),
    ]
    let references = figure.references.map { reference in
      [
        "  \(reference.kind == .other ? "" : "\(reference.kind.rawValue): ")\(reference.name)",
        Quantity.text(reference.median), Quantity.text(reference.minimum),
        text(Distribution(reference.values)), Quantity.text(reference.maximum), "", "",
        Quantity.times(reference.ratio), text(reference.ratios(of: figure.values)),
        goals(reference.name),
      ]
    }
    return [first] + percentiles(of: figure) + references
  }

  /// Between which values the middle half of the runs lies, if there were several.
  private static func text(_ values: Distribution) -> String {
    let (lower, upper) = (values.quartiles.lowerBound, values.quartiles.upperBound)
    return values.count < 2 ? "" : "\(Quantity.text(lower))–\(Quantity.text(upper))"
  }

  /// A row of one cell, which may be wider than its column.
  private static func percentiles(of figure: Figure) -> [[String]] {
    guard let found = figure.percentiles else { return [] }
    let values = [("p50", found.p50), ("p90", found.p90), ("p99", found.p99), ("max", found.max)]
    let text = values.map { "\($0.0) \(Quantity.text($0.1))" }.joined(separator: ", ")
    return [["  \(text) (\(found.samples) samples)"]]
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}

/// Numbers for people to read.
enum Quantity {
  /// Three digits and the power of a thousand: `14.2M`.
  static func text(_ value: Double) -> String {
    let scales: [(Double, String)] = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
    // What rounds to a thousand belongs to the next scale.
    for (scale, letter) in scales where abs(value) >= 0.9995 * scale {
      return digits(value / scale) + letter
    }
    return digits(value)
  }

  /// A number without a scale: `99.9`, `50`.
  static func plain(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }

  /// How many times as much: `0.81×`.
  static func times(_ ratio: Double) -> String { digits(ratio) + "×" }

  private static func digits(_ value: Double) -> String {
    let places = abs(value) >= 99.95 ? 0 : abs(value) >= 9.995 ? 1 : 2
    let scale = [1, 10, 100][places]
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % scale)
    let padding = String(repeating: "0", count: places - fraction.count)
    return "\(sign)\(scaled / scale).\(padding)\(fraction)"
  }
}
