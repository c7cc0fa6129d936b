import StateLocking

/// The verifications that this process has made, so that a test with an argument for each rule
/// makes its runs once.
///
/// What is made at one place of the source, of the same types and by the same name, is taken to be
/// the same if some of its runs are, which are made again each time; others for other rules.
package final class VerifierCache: Sendable {
  /// The one of this process.
  package static let shared = VerifierCache()

  private let verifiers = Lock<[Verifier.Identity: [Verifier]]>([:])

  /// The verification that has made its runs already, if there is one, else the given one.
  package func verifier(
    for verifier: Verifier, on rule: ConformanceRule, by selection: RunSelection = RunSelection()
  ) async -> Verifier {
    let known = verifiers.withLock { verifiers in
      let known = verifiers[verifier.identity] ?? []
      if known.isEmpty { verifiers[verifier.identity] = [verifier] }
      return known
    }
    if known.isEmpty { return verifier }
    for candidate in known
    where await candidate.agrees(with: verifier, on: rule, by: selection) {
      return candidate
    }
    verifiers.withLock { $0[verifier.identity, default: []].append(verifier) }
    return verifier
  }
}
