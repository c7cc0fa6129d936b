import DeterministicSimulation
public import StatusConformance
public import Testing

extension Verification {
  /// Expects a rule to hold, and records an issue if it does not.
  ///
  /// Meant for a test with the rules as its arguments, so that each has a case of its own:
  ///
  /// <!-- example in ThirdPartyExample -->
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
  /// Variables of the environment change what is run, without a rebuild:
  /// `STATUS_SIMULATION_TOKEN` makes the run of a violation's token alone,
  /// `STATUS_CONFORMANCE_RUNS` raises the number of runs, `STATUS_SHARD` makes a share of them, and
  /// `STATUS_CORPUS` names a folder that keeps the tokens of violations and has them tried first.
  ///
  /// - Throws: What cancels the case.
  public func expect(
    _ rule: ConformanceRule, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    do {
      record(try await verdict(on: rule), at: sourceLocation)
    } catch let skip as SkippedRule {
      let comment = Comment(rawValue: "rule \(rule.id) skipped: \(skip.reason)")
      Issue.record(comment, severity: .warning, sourceLocation: sourceLocation)
      try Test.cancel(comment, sourceLocation: sourceLocation)
    } catch {
      Issue.record(Comment(rawValue: "\(error)"), sourceLocation: sourceLocation)
    }
  }

  private func verdict(on rule: ConformanceRule) async throws -> Violation? {
    try ConformanceEnvironment.current.validate()
    if let token = SimulationEnvironment.current.token {
      let violation = try replay(try ReplayToken(parsing: token)).violation
      return violation?.rule == rule ? violation : nil
    }
    switch await verifyInEnvironment(rule, isCached: true) {
    case .pass: return nil
    case .skip(let reason): throw SkippedRule(reason: reason)
    case .violation(let violation), .waived(let violation, _): return violation
    }
  }

  private func record(_ violation: Violation?, at sourceLocation: SourceLocation) {
    guard let violation else { return }
    let message = "\(violation)\(share)\(advice(on: violation))"
    Issue.record(Comment(rawValue: message), sourceLocation: sourceLocation)
    for (name, lines) in [
      ("expected.txt", violation.expectedTranscript), ("seen.txt", violation.seenTranscript),
      ("timeline.txt", violation.timeline),
    ] {
      let text = lines.map { "\($0)\n" }.joined()
      Attachment.record(text, named: name, sourceLocation: sourceLocation)
    }
    violation.picture.attach(at: sourceLocation)
  }
}

/// Which share of the runs was made; nothing if all were.
private var share: String {
  guard let shard = try? Shard.inEnvironment(), shard != .whole else { return "" }
  return "\nof the share \(shard) of the runs"
}

/// The command that makes a violation's run alone.
private func advice(on violation: Violation) -> String {
  guard let token = violation.token, let test = Test.current else { return "" }
  return "\nto replay: STATUS_SIMULATION_TOKEN=\(token) swift test --filter '\(test.id.filter)'"
}

/// A rule that is not judged.
private struct SkippedRule: Error {
  let reason: String
}

extension ConformanceRule: CustomTestStringConvertible {
  /// The number and the title, which name the case.
  public var testDescription: String { "\(self)" }
}
