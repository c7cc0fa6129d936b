public import StatusConformance
public import Testing

extension Verification {
  /// Expects a rule to hold, and records an issue if it does not.
  ///
  /// Meant for a test with the rules as its arguments, so that each has a case of its own:
  ///
  /// ```swift
  /// @Test(arguments: ConformanceRule.buffer)
  /// func buffer(rule: ConformanceRule) async throws {
  ///   try await BufferVerification { MyBuffer() }.expect(rule)
  /// }
  /// ```
  ///
  /// The verifications that are made at one place of the source, of the same types and by the same
  /// name, make their runs once. Where what is verified depends on an argument of the test, give
  /// each its name.
  ///
  /// A rule that does not apply is recorded as an issue of warning severity, with the reason, and its
  /// case is cancelled.
  ///
  /// - Throws: What cancels the case.
  public func expect(
    _ rule: ConformanceRule, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    if let value = ConformanceEnvironment.current.invalidValue {
      Issue.record(
        "\(ConformanceEnvironment.variable) is '\(value)', expected a number above 0",
        sourceLocation: sourceLocation)
      return
    }
    let verifier = await VerifierCache.shared.verifier(for: verifier, on: rule)
    switch await verifier.verdict(on: rule) {
    case .pass: break
    case .skip(let reason):
      let comment = Comment(rawValue: "rule \(rule.id) skipped: \(reason)")
      Issue.record(comment, severity: .warning, sourceLocation: sourceLocation)
      try Test.cancel(comment, sourceLocation: sourceLocation)
    case .violation(let violation):
      Issue.record(Comment(rawValue: "\(violation)"), sourceLocation: sourceLocation)
      for (name, lines) in [
        ("expected.txt", violation.expectedTranscript), ("seen.txt", violation.seenTranscript),
        ("timeline.txt", violation.timeline),
      ] {
        let text = lines.map { "\($0)\n" }.joined()
        Attachment.record(text, named: name, sourceLocation: sourceLocation)
      }
    }
  }
}

extension ConformanceRule: CustomTestStringConvertible {
  /// The number and the title, which name the case.
  public var testDescription: String { "\(self)" }
}
