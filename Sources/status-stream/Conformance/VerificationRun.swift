internal import StatusConformance

/// A run of one of the package's own implementations.
struct VerificationRun: Sendable {
  let token: ConformanceToken
  private let verification: any Verification

  /// Reads the token of a run.
  init(parsing text: String) throws(UsageError) {
    do {
      token = try ConformanceToken(parsing: text)
    } catch {
      throw UsageError("token \(text.quoted): \(error)")
    }
    let token = token
    let candidates = BuiltInVerifications.all.filter { $0.subject == token.subject }
    guard let verification = candidates.first(where: { $0.name == token.name }) else {
      let names = candidates.map(\.name)
      throw UsageError(
        "unknown \(token.subject.rawValue) \(token.name.quoted): expected \(names.alternatives)")
    }
    self.verification = verification
  }

  /// Makes the run once more.
  func replay() throws -> Replay { try verification.replay(token.run) }
}
