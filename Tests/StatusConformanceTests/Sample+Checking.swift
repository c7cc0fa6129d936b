import SampleImplementations
import StatusConformance
import Testing

extension Sample {
  /// Expects the verdicts that the sample states: its rule alone is broken, and the violation says
  /// why; or none is.
  func expectStatedVerdicts(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let violations = await verification.verifyAll().violations
    guard let rule else {
      #expect(violations.isEmpty, "\(violations)", sourceLocation: sourceLocation)
      return
    }
    let violation = try #require(violations.first, sourceLocation: sourceLocation)
    #expect(violation.rule.id == rule, "\(violation)", sourceLocation: sourceLocation)
    // A run that can't be repeated may break any other rule as well.
    #expect(violations.count == 1 || rule == 100, sourceLocation: sourceLocation)
    let text = "\(violation.expected)\n\(violation.seen)"
    #expect(text.contains(message), "\(violation)", sourceLocation: sourceLocation)
  }
}
