/// Figures as lines for a terminal.
enum Table {
  static func text(_ figures: [Figure]) -> String {
    let rows =
      [["figure", "median", "min", "max", "unit", "runs", "floor", "ratio", "goal"]]
      + figures.map(row)
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + padding : padding + cell.0
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private static func row(_ figure: Figure) -> [String] {
    let verdict = figure.isGoalMet.map { $0 ? "met" : "missed" } ?? ""
    return [
      figure.name, number(figure.median), number(figure.values.min() ?? 0),
      number(figure.values.max() ?? 0), figure.unit, String(figure.values.count),
      figure.floors.isEmpty ? "" : number(figure.floors.median),
      figure.ratio.map { "\(Int(($0 * 100).rounded())) %" } ?? "", verdict,
    ]
  }

  private static func number(_ value: Double) -> String {
    value >= 1000 ? "\(Int((value / 1000).rounded()))k" : "\(Int(value.rounded()))"
  }
}
