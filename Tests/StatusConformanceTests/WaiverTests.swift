import Foundation
import StatusConformance
import Testing

@Suite("Waivers")
struct WaiverTests {
  private static let today = day("2027-03-01")

  private static func day(_ text: String) -> CalendarDay {
    guard let day = CalendarDay(text) else { preconditionFailure(text) }
    return day
  }

  private static func rule(_ id: Int) -> ConformanceRule {
    ConformanceRule(id: id) ?? ConformanceRule.all[0]
  }

  private static func violation(_ id: Int) -> Violation {
    Violation(
      rule: rule(id), subject: .sink, expected: "one", seen: "none", place: .byte(7),
      situation: "plain", token: nil, run: 1, runs: 2, expectedTranscript: [], seenTranscript: [],
      timeline: [])
  }

  private static func report(_ name: String, _ subject: ConformanceSubject = .sink)
    -> ConformanceReport
  {
    ConformanceReport(
      name: name, subject: subject, isExplored: true,
      entries: [
        .init(rule: rule(101), verdict: .pass(Coverage(runs: 2, isExplored: true))),
        .init(rule: rule(102), verdict: .violation(violation(102))),
        .init(rule: rule(711), verdict: .skip(reason: "needs .heartbeats")),
      ], artifact: "captures/a b:1.sse")
  }

  private static func applied(_ waivers: Waiver...) -> ConformanceSummary {
    ConformanceSummary([report("one"), report("two")]).applying(waivers, on: today)
  }

  @Test("a waiver makes a violation an exception, to its last day")
  func exception() throws {
    let waiver = Waiver(Self.rule(102), reason: "known <since> May", until: Self.today)
    let summary = Self.applied(waiver)
    #expect(!summary.isFailure && summary.staleWaivers.isEmpty)
    let lines = summary.table.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("102 nothing is lost") && $0.hasSuffix(" waiv  waiv") })
    #expect(
      lines.contains(
        "sink two: rule 102: nothing is lost is waived until 2027-03-01: known <since> May"))
    #expect(lines.last == "2 implementations: 2 passed, 0 failed, 2 skipped, 2 waived")
    let reader = JUnitReader()
    #expect(reader.read(summary.junit))
    #expect(reader.skips.contains("waived until 2027-03-01: known <since> May"))
    #expect(reader.totals == ["tests": "6", "failures": "0", "skipped": "4", "errors": "0"])
    let json = try JSONSerialization.jsonObject(with: Data(summary.json())) as? [String: Any]
    let results = (json?["reports"] as? [[String: Any]])?[0]["results"] as? [[String: Any]]
    #expect(results?[1]["verdict"] as? String == "waived")
    #expect(results?[1]["waivedUntil"] as? String == "2027-03-01")
    #expect(results?[1]["seen"] as? String == "none")
  }

  @Test("a waiver is about what it names alone")
  func scope() {
    let other = Waiver(
      Self.rule(102), subject: .sink, name: "two", reason: "known", until: Self.today)
    #expect(Self.applied(other).reports.map(\.violations.count) == [1, 0])
    let wrong = Waiver(Self.rule(102), subject: .buffer, reason: "known", until: Self.today)
    #expect(Self.applied(wrong).reports.map(\.violations.count) == [1, 1])
    #expect(Self.applied(wrong).staleWaivers.first?.reason.hasPrefix("there is no such") == true)
  }

  @Test("a waiver that is over, or whose rule holds, fails; one of a rule not judged does not")
  func staleness() {
    let over = Self.applied(
      Waiver(Self.rule(102), reason: "known", until: Self.day("2027-02-28")))
    #expect(over.hasViolations && over.isFailure)
    #expect(over.staleWaivers.map(\.reason) == ["it ended on 2027-02-28"])
    let useless = Self.applied(
      Waiver(Self.rule(102), reason: "known", until: Self.today),
      Waiver(Self.rule(101), name: "one", reason: "known", until: Self.today))
    #expect(!useless.hasViolations && useless.isFailure)
    #expect(
      useless.staleWaivers.map(\.description) == [
        "the waiver of rule 101 for \"one\" is stale: the rule holds"
      ])
    #expect(useless.table.contains("the waiver of rule 101 for \"one\" is stale: the rule holds\n"))
    let reader = JUnitReader()
    #expect(reader.read(useless.junit))
    #expect(reader.failures == ["the rule holds"])
    #expect(reader.totals["failures"] == "1")
    let unjudged = Self.applied(
      Waiver(Self.rule(102), reason: "known", until: Self.today),
      Waiver(Self.rule(711), reason: "known", until: Self.today))
    #expect(!unjudged.isFailure)
  }

  @Test("a file says what is waived")
  func file() throws {
    let text = """
      {"format": "status-conformance-waivers", "version": 1, "waivers": [
        {"rule": 711, "subject": "sink", "name": "old", "reason": "goes", "until": "2028-02-29"},
        {"until": "2027-12-31", "reason": "later", "rule": 102}]}
      """
    let waivers = try WaiverFile(parsing: Array(text.utf8)).waivers
    #expect(
      waivers == [
        Waiver(
          Self.rule(711), subject: .sink, name: "old", reason: "goes",
          until: Self.day("2028-02-29")),
        Waiver(Self.rule(102), reason: "later", until: Self.day("2027-12-31")),
      ])
  }

  @Test(
    "a file that is none is refused with the place and what was expected",
    arguments: [
      ("", "The JSON text ends at byte 0"), ("[]", "the file: expected an object"),
      (#"{"version": 1, "waivers": []}"#, #"the file: expected "format": "status-conf"#),
      (#"{"format": "status-conformance-waivers", "version": 2}"#, #"expected "version": 1"#),
      (waiverFile("{}"), #"waiver 1: expected "rule", the number of a rule"#),
      (waiverFile(#"{"rule": 999}"#), #"waiver 1: expected "rule""#),
      (waiverFile(#"{"rule": 102, "until": "2027-01-01"}"#), #"waiver 1: expected "reason""#),
      (
        waiverFile(#"{"rule": 102, "reason": "  ", "until": "2027-01-01"}"#), #"expected "reason""#
      ),
      (
        waiverFile(#"{"rule": 102, "reason": "r", "until": "2027-02-29"}"#), #"expected "until""#
      ),
      (
        waiverFile(#"{"rule": 102, "reason": "r", "until": "2027-01-01", "x": 1}"#),
        #"waiver 1: the member "x" is unknown"#
      ),
      (
        waiverFile(#"{"rule": 102, "subject": "pump", "reason": "r", "until": "2027-01-01"}"#),
        #"waiver 1: expected "subject", one of agent"#
      ),
      (
        waiverFile(
          #"{"rule": 102, "reason": "r", "until": "2027-01-01"}"#,
          #"{"rule": 102, "reason": "s", "until": "2027-01-02"}"#),
        "waiver 2: the waiver of rule 102 is there already"
      ),
    ])
  func refuses(text: String, message: String) {
    let error = #expect(throws: WaiverFile.ParsingError.self) {
      try WaiverFile(parsing: Array(text.utf8))
    }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  @Test("days are those of the calendar")
  func days() {
    for text in [
      "2027-2-01", "2027-13-01", "2027-00-10", "2027-04-31", "1900-02-29", "", "+027-01-01",
    ] {
      #expect(CalendarDay(text) == nil, "\(text)")
    }
    #expect(CalendarDay("2000-02-29") != nil)
    for (count, text) in [
      (0, "1970-01-01"), (-1, "1969-12-31"), (59, "1970-03-01"), (11_016, "2000-02-29"),
      (20_786, "2026-11-29"), (-719_528, "0000-01-01"), (2_932_896, "9999-12-31"),
    ] {
      #expect(CalendarDay(daysSince1970: count)?.description == text)
    }
    #expect(CalendarDay(daysSince1970: .max) == nil)
    #expect(CalendarDay(daysSince1970: 2_932_897) == nil)
    #expect(Self.day("2027-01-31") < Self.day("2027-02-01"))
  }

  @Test("SARIF has a result for each violation, and what is waived is suppressed")
  func sarif() throws {
    let waiver = Waiver(Self.rule(102), name: "two", reason: "known", until: Self.today)
    let stale = Waiver(Self.rule(101), reason: "known", until: Self.today)
    let bytes = try Self.applied(waiver, stale).sarif(version: "0.1.0")
    let log = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    #expect(log?["version"] as? String == "2.1.0")
    #expect(
      log?["$schema"] as? String
        == "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    )
    let run = try #require((log?["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    #expect(rules.map { $0["id"] as? String } == ConformanceRule.all.map { "\($0.id)" })
    #expect(rules[2]["name"] as? String == "NothingIsLost")
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.map { $0["ruleId"] as? String } == ["102", "102"])
    #expect(results.map { $0["ruleIndex"] as? Int } == [2, 2])
    #expect((results[0]["suppressions"] as? [Any])?.isEmpty == true)
    let suppression = (results[1]["suppressions"] as? [[String: Any]])?.first
    #expect(suppression?["justification"] as? String == "known")
    let location = try #require((results[0]["locations"] as? [[String: Any]])?.first)
    let physical = try #require(location["physicalLocation"] as? [String: Any])
    let artifact = physical["artifactLocation"] as? [String: String]
    #expect(artifact?["uri"] == "captures/a%20b%3A1.sse")
    #expect((physical["region"] as? [String: Any])?["byteOffset"] as? Int == 7)
    let invocation = (run["invocations"] as? [[String: Any]])?.first
    let notes = try #require(invocation?["toolExecutionNotifications"] as? [[String: Any]])
    #expect(notes.map { $0["level"] as? String } == ["note", "note", "error"])
  }
}

/// The text of a file of waivers.
private func waiverFile(_ waivers: String...) -> String {
  """
  {"format": "status-conformance-waivers", "version": 1, \
  "waivers": [\(waivers.joined(separator: ", "))]}
  """
}
