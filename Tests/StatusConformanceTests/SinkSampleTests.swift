import SampleImplementations
import StatusConformance
import Testing

@Suite("Sinks under verification")
struct SinkSampleTests {
  @Test("a correct sink keeps every rule", arguments: Sample.sinks.filter { $0.rule == nil })
  func correct(sample: Sample) async {
    let report = await sample.verification.verifyAll()
    for violation in report.violations { Issue.record("\(sample): \(violation)") }
  }

  @Test(
    "a faulty sink breaks its rule and no lower one",
    arguments: Sample.sinks.filter { $0.rule != nil })
  func faulty(sample: Sample) async throws {
    let report = await sample.verification.verifyAll()
    let broken = report.violations.map(\.rule.id)
    let violation = try #require(report.violations.first, "\(sample)")
    #expect(violation.rule.id == sample.rule, "\(sample) breaks \(broken): \(violation)")
    #expect("\(violation)".contains(sample.message), "\(violation)")
  }
}
