import SampleImplementations
import StatusConformance
import Testing

@Suite("Samples of delivery loops")
struct DeliverySampleTests {
  private static let faultyLoops = Sample.deliveries.filter { $0.rule != nil }
  private static let correctLoops = Sample.deliveries.filter { $0.rule == nil }

  @Test("a faulty loop breaks the rule stated for it alone", arguments: faultyLoops)
  func faulty(_ sample: Sample) async {
    let violations = await sample.verification.verifyAll().violations
    #expect(violations.map(\.rule.id) == [sample.rule])
    #expect(violations.allSatisfy { "\($0)".contains(sample.message) })
  }

  @Test("a right loop breaks none", arguments: correctLoops)
  func correct(_ sample: Sample) async {
    #expect(await sample.verification.verifyAll().violations == [])
  }

  @Test("every rule about deliveries is broken by a sample")
  func rules() {
    let broken = Set(Sample.deliveries.compactMap(\.rule))
    #expect(broken == Set(ConformanceRule.delivery.map(\.id)))
  }
}
