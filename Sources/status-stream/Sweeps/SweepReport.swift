internal import DeterministicSimulation
internal import GoldenTranscripts
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
      case .table:
        Array(
          "\(summary.table(columns: output.columns(on: console)))\n\(totals.text(of: share))".utf8)
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

extension SweepTotals {
  /// The runs that have shown the failures, made once more from their tokens when they are drawn.
  ///
  /// - Parameters:
  ///   - pipelines: what the runs are of.
  ///   - tell: is told of one that can't be made again: by another build, mostly.
  func drawings(
    of pipelines: [any Verification], telling tell: @escaping (String) throws -> Void
  ) -> [TimelineFolder.Drawing] {
    failures.compactMap { failure in
      guard let rule = ConformanceRule(id: failure.failure.rule), let text = failure.failure.token,
        let token = try? ConformanceToken(parsing: text),
        let pipeline = pipelines.first(where: { $0.name == token.name })
      else { return nil }
      // The token of a long run is longer than a file's name may be.
      let label = failure.first.map { "run-\($0)" } ?? "token-\(text.digest)"
      return TimelineFolder.Drawing(
        rule: rule, name: "\(token.subject.rawValue) \(token.name), \(text)",
        label: "\(token.name)-\(label)", seen: failure.failure.seen
      ) {
        let reason: String
        do throws(SimulationError) {
          let replay = try pipeline.replay(token.run)
          if replay.violation?.rule == rule { return replay.picture }
          reason = "made once more, it does not break rule \(rule.id)"
        } catch {
          reason = "\(error)"
        }
        try tell("no picture of \(text.quoted): \(reason)")
        return nil
      }
    }
  }
}
