extension ConformanceSummary {
  /// The reports as JSON, with a member `sweep`: how many runs there were and failed, for how long in
  /// their own time, in how many each rule would have shown, and each failure with its runs.
  package func json(of totals: SweepTotals) throws -> [UInt8] {
    try json(sweep: SweepDocument(totals))
  }
}

private struct SweepDocument: Encodable {
  struct Failure: Encodable {
    let pipeline: String
    let rule: Int
    let run: Int?
    let runs: Int
    let token: String?
  }

  let revision: String
  let configuration: String
  let runs: Int
  let failedRuns: Int
  let virtualMilliseconds: Double
  let happened: [String: Int]
  let shown: [String: Int]
  let failures: [Failure]

  init(_ totals: SweepTotals) {
    revision = totals.header.revision
    configuration = totals.header.configuration
    runs = totals.runs
    failedRuns = totals.failedRuns
    virtualMilliseconds = totals.milliseconds
    happened = Dictionary(uniqueKeysWithValues: totals.happened)
    shown = Dictionary(uniqueKeysWithValues: totals.shown.map { ("\($0.rule.id)", $0.count) })
    failures = totals.failures.map { failure in
      Failure(
        pipeline: failure.pipeline, rule: failure.failure.rule, run: failure.first,
        runs: failure.count, token: failure.failure.token)
    }
  }
}
