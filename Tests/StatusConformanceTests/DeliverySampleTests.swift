import SampleImplementations
import StatusConformance
import Testing

@Suite("Samples of delivery loops")
struct DeliverySampleTests {
  @Test("a loop breaks the rule stated for it alone", arguments: Sample.deliveries)
  func sample(_ sample: Sample) async {
    let violations = await sample.verification.verifyAll().violations
    #expect(violations.map(\.rule.id) == [sample.rule].compactMap(\.self))
    for violation in violations {
      #expect("\(violation)".contains(sample.message))
    }
  }

  @Test("every rule about deliveries is broken by a sample")
  func rules() {
    let broken = Set(Sample.deliveries.compactMap(\.rule))
    #expect(broken == Set(ConformanceRule.delivery.map(\.id)))
  }
}
