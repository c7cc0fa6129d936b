import SampleImplementations
import StatusConformance

/// How many worlds it takes to find a faulty pipeline, and how small its story gets.
enum SweepSuite: Suite {
  static let name = "sweep"

  static func run(on bench: inout Bench) async throws {
    let faulty = Sample.pipelines.filter { $0.rule != nil }
    let limit = bench.isQuick ? 200 : 100_000
    var rows: [Row] = []
    for sample in bench.isQuick ? Array(faulty.prefix(2)) : faulty
    where bench.isWanted(sample.name) {
      let row = await Row(finding: sample, limit: limit)
      rows.append(row)
      try await bench.measureLatency("worlds until found: \(sample.name)", unit: "worlds") {
        [Double(row.worlds)]
      }
    }
    if !rows.isEmpty { bench.add(Row.lines(rows)) }
  }

  /// What it took to find one pipeline's fault, and to shrink it.
  private struct Row {
    let name: String
    /// How many worlds were made; the limit if all of them passed.
    var worlds = 0
    var seconds = 0.0
    var shrinkingSeconds = 0.0
    var rule: Int?
    var before: StorySize?
    var after: StorySize?

    init(finding sample: Sample, limit: Int) async {
      name = sample.name
      let start = ContinuousClock.now
      while worlds < limit {
        let world = await sample.verification.world(worlds)
        worlds += 1
        guard let rule = world.brokenRule else { continue }
        self.rule = rule.id
        seconds = start.seconds
        before = world.storySize
        if let violation = await sample.verification.violation(in: world) {
          after = StorySize(violation.expectedTranscript)
        }
        shrinkingSeconds = start.seconds - seconds
        return
      }
      seconds = start.seconds
    }

    static func lines(_ rows: [Row]) -> [String] {
      var cells = [
        ["pipeline", "rule", "worlds", "s", "s to shrink", "traces, events before", "after"]
      ]
      cells += rows.map { row in
        [
          row.name, row.rule.map(String.init) ?? "not found", "\(row.worlds)",
          Quantity.text(row.seconds), Quantity.text(row.shrinkingSeconds),
          row.before.map { "\($0.traces), \($0.events)" } ?? "",
          row.after.map { "\($0.traces), \($0.events)" } ?? "",
        ]
      }
      let sizes = [rows.compactMap(\.before), rows.compactMap(\.after)].map { sizes in
        sizes.isEmpty
          ? ""
          : "\(median(sizes.map(\.traces))), \(median(sizes.map(\.events)))"
      }
      cells.append(["median", "", "\(median(rows.map(\.worlds)))", "", ""] + sizes)
      let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
      return cells.map { row in
        zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
          .joined(separator: "  ")
      }
    }

    private static func median(_ numbers: [Int]) -> Int { numbers.sorted()[numbers.count / 2] }
  }
}
