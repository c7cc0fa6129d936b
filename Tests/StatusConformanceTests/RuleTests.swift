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

  @Test("a rule presupposes others about the same stages, and none that presupposes it")
  func presuppositions() throws {
    for rule in ConformanceRule.all {
      var found: Set<Int> = []
      var next = rule.presupposes
      while let id = next.popLast() {
        let other = try #require(ConformanceRule(id: id))
        #expect(id != rule.id, "\(rule)")
        #expect(!other.subjects.isDisjoint(with: rule.subjects), "\(rule)")
        if found.insert(id).inserted { next += other.presupposes }
      }
    }
  }

  @Test("a rule is found by its number")
  func lookUp() {
    #expect(ConformanceRule(id: 102)?.title == "nothing is lost")
    #expect(ConformanceRule(id: 999) == nil)
  }
}
