import Foundation

extension ConformanceSummary {
  /// The version of the JSON form, which changes when a reader of the old one would go wrong.
  public static let jsonVersion = 1

  /// The reports as JSON for programs: an object with `format`, `version` and `reports`, each with
  /// its `results`, one for each rule, whose `verdict` is `pass`, `skip` or `violation`.
  public func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let document = Document(version: Self.jsonVersion, reports: reports.map(Report.init))
    return Array(try encoder.encode(document)) + [UInt8(ascii: "\n")]
  }
}

private struct Document: Encodable {
  let format = "status-conformance"
  let version: Int
  let reports: [Report]
}

private struct Report: Encodable {
  let name: String
  let subject: String
  let explored: Bool
  let results: [Result]

  init(_ report: ConformanceReport) {
    name = report.name
    subject = report.subject.rawValue
    explored = report.isExplored
    results = report.entries.map { Result($0, of: report) }
  }
}

private struct Result: Encodable {
  let rule: Int
  let title: String
  let verdict: String
  var runs: Int?
  var reason: String?
  var expected: String?
  var seen: String?
  var place: String?
  var token: String?
  var run: Int?
  var expectedTranscript: [String]?
  var seenTranscript: [String]?
  var timeline: [String]?

  init(_ entry: ConformanceReport.Entry, of report: ConformanceReport) {
    rule = entry.rule.id
    title = entry.rule.title
    switch entry.verdict {
    case .pass(let coverage):
      verdict = "pass"
      runs = coverage.runs
    case .skip(let reason):
      verdict = "skip"
      self.reason = reason
    case .violation(let violation):
      verdict = "violation"
      runs = violation.runs
      run = violation.run
      expected = violation.expected
      seen = violation.seen
      place = violation.place?.description
      token = report.token(for: violation)?.description
      expectedTranscript = violation.expectedTranscript
      seenTranscript = violation.seenTranscript
      timeline = violation.timeline
    }
  }
}
