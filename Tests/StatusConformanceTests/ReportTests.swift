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
    seen: "the end\0\nof it", place: .event(7), situation: "the agent fails", token: nil, run: 3,
    runs: 100,
    expectedTranscript: ["one"], seenTranscript: [], timeline: ["0.0 ms: begins"])

  private static var scope: Coverage.Scope {
    var scope = Coverage.Scope()
    scope.names = ["a", "b", "c"]
    scope.pairs = [.init("a", "b"), .init("a", "c")]
    scope.impossible = [.init("c", "b"): "one excludes the other"]
    return scope
  }

  private static let summary = ConformanceSummary([
    ConformanceReport(
      name: "good", subject: .sink, isExplored: true,
      entries: [
        .init(rule: rule(102), verdict: .pass(Coverage(runs: 9, isExplored: true))),
        .init(rule: rule(711), verdict: .skip(reason: "needs .heartbeats")),
      ]),
    ConformanceReport(
      name: "bad one", subject: .sink, isExplored: false,
      entries: [.init(rule: rule(102), verdict: .violation(violation))],
      coverage: Coverage(
        runs: 12, isExplored: true, worlds: 3, cutRuns: 1, situations: ["a": 2, "b": 10],
        pairs: [.init("b", "a"): 1], scope: scope)),
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

  @Test(
    "a name is one line of the table, whatever is in it",
    arguments: [
      ("a\nb", "a\\u{a}b"), ("\u{1B}[31mred", "\\u{1b}[31mred"), ("a\u{202E}b", "a\\u{202e}b"),
      ("a\u{2028}b", "a\\u{2028}b"), ("日本 é", "日本 é"),
    ])
  func hostileName(name: String, shown: String) {
    let report = ConformanceReport(
      name: name, subject: .sink, isExplored: false,
      entries: [.init(rule: Self.rule(102), verdict: .violation(Self.violation))])
    let summary = ConformanceSummary([report])
    let lines = (summary.table + summary.coverage).split(whereSeparator: \.isNewline)
    #expect(lines.first?.hasSuffix("  \(shown)") == true)
    #expect(lines.contains("sink \(shown): rule 102: nothing is lost"))
    #expect(lines.contains("sink \(shown): not covered, since nothing was judged"))
  }

  @Test("what happened is counted, and what has not is told from what can't")
  func coverage() {
    let text = """
      sink bad one: 12 runs, 3 of them worlds, 1 cut off
        10  b
         2  a
         0  c
        1 of 2 pairs
          never: a + c
          can't be: b + c, since one excludes the other

      """
    #expect(Self.summary.coverage.hasSuffix(text))
    #expect(Self.summary.coverage.hasPrefix("sink good: not covered"))
  }

  @Test("JSON says how often what can happen has happened")
  func coverageForPrograms() throws {
    let object = try JSONSerialization.jsonObject(with: Data(Self.summary.json()))
    let reports = (object as? [String: Any])?["reports"] as? [[String: Any]]
    #expect(reports?[0]["coverage"] == nil)
    let coverage = try #require(reports?[1]["coverage"] as? [String: Any])
    #expect(coverage["worlds"] as? Int == 3)
    #expect(coverage["cutRuns"] as? Int == 1)
    #expect(coverage["situations"] as? [String: Int] == ["a": 2, "b": 10])
    #expect(coverage["missing"] as? [String] == ["c"])
    let pairs = ["pairs", "missingPairs", "impossiblePairs"].map { name in
      (coverage[name] as? [[String: Any]])?.first
    }
    #expect(pairs[0]?["count"] as? Int == 1)
    #expect(pairs[1]?["second"] as? String == "c")
    #expect(pairs[2]?["reason"] as? String == "one excludes the other")
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
    #expect(results[2]["run"] as? Int == 3)
    #expect(results[2]["runs"] as? Int == 100)
    #expect(results[2]["expected"] as? String == "update <7> & \"more\"")
    #expect(results[2]["seen"] as? String == "the end\0\nof it")
    #expect(results[2]["place"] as? String == "event 7")
    #expect(results[2]["expectedTranscript"] as? [String] == ["one"])
    #expect(results[2]["seenTranscript"] as? [String] == [])
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
    #expect(reader.failures == ["expected update <7> & \"more\", saw the end\u{FFFD}\nof it"])
    #expect(reader.totals == ["tests": "3", "failures": "1", "skipped": "1", "errors": "0"])
    #expect(reader.suiteTotals.map { $0["tests"] } == ["2", "1"])
    #expect(reader.suiteTotals.map { $0["failures"] } == ["0", "1"])
    #expect(reader.suiteTotals.map { $0["skipped"] } == ["1", "0"])
    #expect(reader.failureTypes == ["rule 102"])
    #expect(reader.text.contains("expected: update <7> & \"more\""))
  }

  @Test("more reasons than letters have two letters")
  func reasons() {
    let entries = ConformanceRule.all.prefix(28).map { rule in
      ConformanceReport.Entry(rule: rule, verdict: .skip(reason: "reason \(rule.id)"))
    }
    let report = ConformanceReport(
      name: "skipped", subject: .sink, isExplored: true, entries: entries)
    let lines = ConformanceSummary([report]).table.split(separator: "\n")
    #expect(lines.contains("  z  reason \(entries[25].rule.id)"))
    #expect(lines.contains("  aa  reason \(entries[26].rule.id)"))
    #expect(lines.contains("  ab  reason \(entries[27].rule.id)"))
  }

  private static func longRun(partingAt place: Violation.Place?) -> [String] {
    let violation = Violation(
      rule: rule(102), subject: .buffer, expected: "one", seen: "none", place: place,
      situation: "the agent fails", token: nil, run: 1, runs: 1, expectedTranscript: [],
      seenTranscript: [], timeline: (1...200).map { "0.0 ms: call \($0): line \($0)" })
    return violation.description.split(separator: "\n").filter { $0.hasPrefix("  ") }.map(
      String.init)
  }

  @Test("of a long run the first and the last lines are shown, and how many there are between")
  func longRun() {
    let lines = Self.longRun(partingAt: nil)
    #expect(lines.count == 41)
    #expect(lines[..<5].map { $0.suffix(6) } == (1...5).map { "line \($0)" })
    #expect(lines[5] == "  … 160 lines not shown")
    #expect(lines.last?.hasSuffix("line 200") == true)
  }

  @Test("of a long run the lines about what is to blame are shown")
  func placeInLongRun() {
    let lines = Self.longRun(partingAt: .call(100))
    #expect(lines.contains { $0.hasSuffix("line 100") })
    #expect(lines.contains("  … 85 lines not shown"))
    #expect(lines.count < 45)
  }

  @Test("what happens once is shown among what is done again and again")
  func hiddenLine() {
    var timeline = (1...300).map { "0.0 ms: call \($0): viewer 1 reads run-1: nothing" }
    timeline[150] = "0.0 ms: call 151: the agent appends thinking \"Planning\" to run-1: number 1"
    let violation = Violation(
      rule: Self.rule(102), subject: .buffer, expected: "one", seen: "none", place: .call(300),
      situation: "a long silence", token: nil, run: 1, runs: 1, expectedTranscript: [],
      seenTranscript: [], timeline: timeline)
    let lines = violation.description.split(separator: "\n")
    #expect(lines.contains { $0.contains("call 151") })
    #expect(lines.contains("  … 145 lines not shown"))
    #expect(lines.count < 60)
  }

  @Test("two long texts are shown where they part")
  func longTexts() {
    let text = String(repeating: "日本", count: 450)
    let violation = Violation(
      rule: Self.rule(104), subject: .buffer, expected: "thinking \(text)!",
      seen: "thinking \(text)?",
      place: nil, situation: "long texts", token: nil, run: 1, runs: 1, expectedTranscript: [],
      seenTranscript: [], timeline: [text])
    let lines = violation.description.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("expected: [… 849 characters …]") && $0.hasSuffix("本!") })
    #expect(lines.contains { $0.hasPrefix("saw: [… 849 characters …]") && $0.hasSuffix("本?") })
    #expect(lines.allSatisfy { $0.count < 320 })
  }

  private static func lines(expected: String, seen: String) -> [Substring] {
    Violation(
      rule: rule(104), subject: .agent, expected: expected, seen: seen, place: nil,
      situation: "texts that are much alike", token: nil, run: 1, runs: 1, expectedTranscript: [],
      seenTranscript: [], timeline: []
    ).description.split(separator: "\n")
  }

  @Test(
    "texts that look alike are told apart by their code points",
    arguments: [
      ("\u{E9}", "e", "U+00E9 and U+0065"), ("a\u{A0}b", "a b", "U+00A0 and U+0020"),
      ("ab\u{200B}", "ab", "U+200B and the end of the text"),
      ("\u{1F9E0}", "", "U+1F9E0 and the end of the text"),
    ])
  func codePoints(expected: String, seen: String, line: String) {
    let lines = Self.lines(expected: "thinking \"\(expected)\"", seen: "thinking \"\(seen)\"")
    #expect(lines.contains { $0 == "the texts part at \(line)" })
  }

  @Test("of ASCII, and of what is no text, no code points are shown")
  func plainTexts() {
    for (expected, seen) in [("\"a\"", "\"b\""), ("é", "e"), ("one end", "é \"e\"")] {
      #expect(!Self.lines(expected: expected, seen: seen).contains { $0.contains("U+") })
    }
  }

  @Test("of a character again and again a few are shown, and their number")
  func runs() {
    let text = String(repeating: "a", count: 65_535)
    let lines = Self.lines(expected: "thinking \"\(text)a\"", seen: "thinking \"\(text)\"")
    #expect(lines.contains("expected: thinking \"aaa[… 65533 more …]\""))
    #expect(lines.contains("saw: thinking \"aaa[… 65532 more …]\""))
  }

  @Test("what an agent had to publish is not listed, since nobody knows it")
  func agents() {
    #expect(!Self.lines(expected: "one end", seen: "two").contains("had to arrive:"))
    #expect(Self.violation.description.contains("had to arrive:"))
  }
}
