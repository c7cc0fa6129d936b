internal import DeterministicSimulation
internal import GoldenTranscripts
internal import StatusConformance

/// How what came of a sweep is shown, and where it goes.
struct SweepReport: Sendable {
  let format: ReportFormat
  /// The file to write it to; `nil` for standard output.
  let path: String?

  /// Looks at the file, for who has long to do until it is needed.
  func prepare() throws {
    guard let path else { return }
    try reportingFailure { () throws(GoldenStoreError) in try WholeFile.checkReplaceable(path) }
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
    guard let path else { return try console.output.write(bytes) }
    try reportingFailure { () throws(GoldenStoreError) in try WholeFile.write(bytes, to: path) }
  }

  private func reportingFailure(_ operation: () throws(GoldenStoreError) -> Void) throws {
    do { try operation() } catch { throw ReportFailure(error: error) }
  }
}
