internal import DeterministicSimulation
internal import StatusConformance

/// How what came of a sweep is shown, and where it goes.
struct SweepReport: Sendable {
  let format: ReportFormat
  let output: OutputFile
  /// Where runs that break a rule are drawn; `nil` for nowhere.
  let timelines: TimelineFolder?

  /// Looks at the files, for who has long to do until they are needed.
  func prepare() throws {
    try output.check()
    try timelines?.create()
  }

  /// Writes it.
  ///
  /// - Parameter share: which share of which runs it is, for people.
  func write(
    _ totals: SweepTotals, share: String, shard: Shard = .whole, on console: Console
  ) throws {
    let summary = totals.summary(shard: shard)
    let bytes =
      switch format {
      case .table: Array("\(summary.table)\n\(totals.text(of: share))".utf8)
      case .json: try summary.json(of: totals)
      case .junit: Array(summary.junit.utf8)
      case .sarif: try summary.sarif(version: ProgramVersion.current)
      }
    try output.write(bytes, on: console)
    // What can't be drawn costs nobody the report.
    let drawings = totals.drawings(of: BuiltInPipelines.all) { note in
      try console.errors.write("status-stream: \(note)\n")
    }
    try timelines?.write(drawings) { console.interruption.isRaised }
  }
}
