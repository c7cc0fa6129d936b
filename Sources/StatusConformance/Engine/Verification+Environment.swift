import DeterministicSimulation

extension Verification {
  /// Verifies one rule as the environment asks for: first the runs of the corpus, then its share.
  ///
  /// - Parameter isCached: whether verifications that are made at one place of the source share their
  ///   runs.
  package func verifyInEnvironment(
    _ rule: ConformanceRule, isCached: Bool = false
  ) async -> Verdict {
    let selection: RunSelection
    let corpus: Corpus?
    do {
      selection = try RunSelection.inEnvironment()
      corpus = try ConformanceEnvironment.current.corpus()
    } catch {
      return .violation(.noRuns(of: rule, subject, because: "\(error)"))
    }
    do {
      if let violation = try corpus?.violation(of: rule, by: self) { return .violation(violation) }
      let runs =
        isCached
        ? await VerifierCache.shared.verifier(for: verifier, on: rule, by: selection) : verifier
      let verdict = await runs.verdict(on: rule, by: selection)
      if case .violation(let violation) = verdict, let token = violation.token {
        try corpus?.keep(ConformanceToken(subject: subject, name: name, run: token))
      }
      return verdict
    } catch {
      return .violation(.noRuns(of: rule, subject, because: "\(error)"))
    }
  }
}

extension Violation {
  /// That nothing was judged, which must not pass for a rule that holds.
  fileprivate static func noRuns(
    of rule: ConformanceRule, _ subject: ConformanceSubject, because reason: String
  ) -> Violation {
    Violation(
      rule: rule, subject: subject, expected: "runs to judge", seen: reason, place: nil,
      situation: "nothing, since no run was made", token: nil, run: 0, runs: 0,
      expectedTranscript: [], seenTranscript: [], timeline: [])
  }
}
