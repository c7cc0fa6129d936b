import Foundation
import StatusConformance
import Testing

@Suite("Reports")
struct ReportTests {
  private static func rule(_ id: Int) -> ConformanceRule {
    ConformanceRule.all.first { $0.id == id } ?? ConformanceRule.all[0]
  }

  private static let violation = Violation(
    rule: rule(102), subject: .sink, expected: "update <7> & \"more\"",
    seen: "the end\u{0}", place: .event(7), token: nil, run: 3, runs: 100,
    expectedTranscript: ["one"], seenTranscript: [], timeline: ["0.0 ms: begins"])

  private static let summary = ConformanceSummary([
    ConformanceReport(
      name: "good", subject: .sink, isExplored: true,
      entries: [
        .init(rule: rule(102), verdict: .pass(Coverage(runs: 9, isExplored: true))),
        .init(rule: rule(711), verdict: .skip(reason: "needs .heartbeats")),
      ]),
    ConformanceReport(
      name: "bad one", subject: .sink, isExplored: false,
      entries: [.init(rule: rule(102), verdict: .violation(violation))]),
  ])

  @Test("the table has a line for each rule and a column for each implementation")
  func table() throws {
    let lines = Self.summary.table.split(separator: "\n", omittingEmptySubsequences: false)
    let head = try #require(lines.first)
    #expect(head.hasPrefix("sink ") && head.hasSuffix("  good  bad one"))
    let rule = try #require(lines.first { $0.hasPrefix("102 nothing is lost") })
    #expect(rule.hasSuffix("  pass  FAIL"))
    let skipped = try #require(lines.first { $0.hasPrefix("711 idle streams beat") })
    #expect(skipped.hasSuffix("  a"))
    #expect(lines.contains("  a  needs .heartbeats"))
    #expect(lines.contains("in real time, schedules unexplored: bad one"))
    #expect(lines.contains("sink bad one: rule 102: nothing is lost"))
    #expect(lines.contains("2 implementations: 1 passed, 1 failed, 1 skipped"))
  }

  @Test("JSON says what it is, and gives each verdict with what belongs to it")
  func json() throws {
    let object = try JSONSerialization.jsonObject(with: Data(Self.summary.json()))
    let document = try #require(object as? [String: Any])
    #expect(document["format"] as? String == "status-conformance")
    #expect(document["version"] as? Int == 1)
    let reports = try #require(document["reports"] as? [[String: Any]])
    #expect(reports.map { $0["name"] as? String } == ["good", "bad one"])
    #expect(reports.map { $0["explored"] as? Bool } == [true, false])
    let results = reports.flatMap { $0["results"] as? [[String: Any]] ?? [] }
    #expect(results.map { $0["verdict"] as? String } == ["pass", "skip", "violation"])
    #expect(results[0]["runs"] as? Int == 9)
    #expect(results[1]["reason"] as? String == "needs .heartbeats")
    #expect(results[2]["place"] as? String == "event 7")
    #expect(results[2]["token"] == nil)
    #expect(results[2]["timeline"] as? [String] == ["0.0 ms: begins"])
  }

  @Test("JUnit XML is well-formed, and its numbers are those of its cases")
  func junit() throws {
    let reader = JUnitReader()
    #expect(reader.read(Self.summary.junit))
    #expect(reader.suites == ["sink.good", "sink.bad one"])
    #expect(
      reader.cases == [
        "rule 102: nothing is lost", "rule 711: idle streams beat", "rule 102: nothing is lost",
      ])
    #expect(reader.skips == ["needs .heartbeats"])
    #expect(reader.failures == ["expected update <7> & \"more\", saw the end\u{FFFD}"])
    #expect(reader.totals == ["tests": "3", "failures": "1", "skipped": "1", "errors": "0"])
    #expect(reader.text.contains("expected: update <7> & \"more\""))
  }
}
