import StatusConformance
import Testing

@Suite("Rules")
struct RuleTests {
  @Test("numbers are unique and ascend")
  func numbers() {
    let numbers = ConformanceRule.all.map(\.id)
    #expect(numbers == Array(Set(numbers)).sorted())
  }

  @Test("every rule is about a stage, and says what holds and why")
  func texts() {
    for rule in ConformanceRule.all {
      #expect(!rule.subjects.isEmpty, "\(rule)")
      #expect(rule.sentence.hasSuffix("."), "\(rule)")
      #expect(rule.reason.hasSuffix("."), "\(rule)")
      #expect(!rule.title.hasSuffix("."), "\(rule)")
    }
  }

  @Test("a rule presupposes lower ones about the same stages alone")
  func presuppositions() throws {
    for rule in ConformanceRule.all {
      for id in rule.presupposes {
        let other = try #require(ConformanceRule(id: id))
        #expect(id < rule.id, "\(rule)")
        #expect(!other.subjects.isDisjoint(with: rule.subjects), "\(rule)")
      }
    }
  }

  @Test("a rule is found by its number")
  func lookUp() {
    #expect(ConformanceRule(id: 102)?.title == "nothing is lost")
    #expect(ConformanceRule(id: 999) == nil)
  }
}
