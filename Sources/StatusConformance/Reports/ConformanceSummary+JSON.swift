import Foundation

extension ConformanceSummary {
  /// The version of the JSON form, which changes when a reader of the old one would go wrong.
  public static let jsonVersion = 1

  /// The reports as JSON for programs: an object with `format`, `version` and `reports`, each with
  /// its `results`, one for each rule, whose `verdict` is `pass`, `skip`, `violation` or `waived`, the
  /// `shard` of the runs where they are not all, and its `coverage`: how often what can happen in worlds has, alone and in pairs; `staleWaivers` where
  /// there are any.
  public func json() throws -> [UInt8] { try json(sweep: nil as Int?) }

  /// The same with what more there is to tell of a sweep.
  func json(sweep: (some Encodable)?) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let document = Document(
      version: Self.jsonVersion, reports: reports.map(Report.init),
      staleWaivers: staleWaivers.isEmpty ? nil : staleWaivers.map(\.description), sweep: sweep)
    return Array(try encoder.encode(document)) + [UInt8(ascii: "\n")]
  }
}

private struct Document<Sweep: Encodable>: Encodable {
  let format = "status-conformance"
  let version: Int
  let reports: [Report]
  let staleWaivers: [String]?
  let sweep: Sweep?
}

private struct Report: Encodable {
  let name: String
  let subject: String
  let explored: Bool
  let shard: String?
  let results: [Result]
  let coverage: Situations?

  init(_ report: ConformanceReport) {
    name = report.name
    subject = report.subject.rawValue
    explored = report.isExplored
    shard = report.share
    results = report.entries.map { Result($0, of: report) }
    coverage = report.coverage.map(Situations.init)
  }
}

/// What happened in the worlds.
private struct Situations: Encodable {
  let runs: Int
  let worlds: Int
  let cutRuns: Int
  let situations: [String: Int]
  let missing: [String]
  let pairs: [Pair]
  let missingPairs: [Pair]
  let impossiblePairs: [Pair]
  let traffic: Traffic?

  /// What went on between a pipeline and its viewers.
  struct Traffic: Encodable {
    let connections: Int
    let cuts: Int
    let resumptions: Int
    let events: Int
    let slowestMilliseconds: Double?

    init(_ traffic: Coverage.Traffic) {
      connections = traffic.connections
      cuts = traffic.cuts
      resumptions = traffic.resumptions
      events = traffic.events
      slowestMilliseconds = traffic.slowest.map { $0 / .milliseconds(1) }
    }
  }

  /// Two things that can happen; how often they did, or why they can't.
  struct Pair: Encodable {
    let first: String
    let second: String
    var count: Int?
    var reason: String?

    init(_ pair: Coverage.Pair, count: Int? = nil, reason: String? = nil) {
      (first, second) = (pair.first, pair.second)
      self.count = count
      self.reason = reason
    }
  }

  init(_ coverage: Coverage) {
    traffic = coverage.traffic.map(Traffic.init)
    runs = coverage.runs
    worlds = coverage.worlds
    cutRuns = coverage.cutRuns
    situations = coverage.situations
    missing = coverage.missing
    missingPairs = coverage.missingPairs.map { Pair($0) }
    pairs = coverage.pairs.sorted { "\($0.key)" < "\($1.key)" }.map {
      Pair($0.key, count: $0.value)
    }
    impossiblePairs = coverage.impossiblePairs.sorted { "\($0.key)" < "\($1.key)" }
      .map { Pair($0.key, reason: $0.value) }
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
  var waivedUntil: String?

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
      take(violation, of: report)
    case .waived(let violation, let waiver):
      verdict = "waived"
      reason = waiver.reason
      waivedUntil = waiver.until.description
      take(violation, of: report)
    }
  }

  private mutating func take(_ violation: Violation, of report: ConformanceReport) {
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
