import Foundation
import StatusConformance
import Testing

@Suite("The rules as data")
struct RuleCatalogTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/Rules.json").standardized

  @Test("Fixtures/Rules.json is what the rules say")
  func isCurrent() throws {
    let isSame = try Array(Data(contentsOf: Self.file)) == RuleCatalog.json()
    #expect(
      isSame, "status-stream conformance --list --format json --output Fixtures/Rules.json")
  }

  @Test("the file says all that is known of each rule")
  func contents() throws {
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: Self.file)) as? [String: Any])
    #expect(document["format"] as? String == "status-conformance-rules")
    #expect(document["version"] as? Int == RuleCatalog.version)
    let rules = try #require(document["rules"] as? [[String: Any]])
    #expect(rules.map { $0["id"] as? Int } == ConformanceRule.all.map(\.id))
    for (rule, entry) in zip(ConformanceRule.all, rules) {
      #expect(entry["title"] as? String == rule.title)
      #expect(entry["sentence"] as? String == rule.sentence)
      #expect(entry["reason"] as? String == rule.reason)
      #expect(entry["breakage"] as? String == rule.breakage)
      #expect(entry["remedy"] as? String == rule.remedy)
      #expect(entry["presupposes"] as? [Int] == rule.presupposes)
      let subjects = entry["subjects"] as? [String] ?? []
      #expect(Set(subjects) == Set(rule.subjects.map(\.rawValue)))
      let needs: String? = if case .capability(let some) = rule.tier { some.rawValue } else { nil }
      #expect(entry["needs"] as? String == needs)
    }
  }

  @Test("every rule says what breaks it and what usually helps", arguments: ConformanceRule.all)
  func advice(rule: ConformanceRule) {
    #expect(rule.breakage.hasSuffix("."))
    #expect(rule.remedy.hasSuffix("."))
    let text = rule.explanation
    #expect(text.hasPrefix("\(rule)\n"))
    let words = text.split(whereSeparator: \.isWhitespace)
    for part in [rule.sentence, rule.reason, rule.breakage, rule.remedy] {
      let wanted = part.split(whereSeparator: \.isWhitespace)
      #expect(words.firstRange(of: wanted) != nil, "\(part)")
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 90 })
    #expect(RuleCatalog.list.split(separator: "\n").contains { $0.hasPrefix("\(rule.id)  ") })
  }
}
