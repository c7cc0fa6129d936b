extension ReplayToken {
  /// Checks that a run made from the token is the run that the token was made from.
  ///
  /// - Throws: ``SimulationError`` with the code ``SimulationError/Code/divergence`` if it is not.
  func check(
    ending error: (any Error)?, hash: UInt64, steps: Int, at site: SourceSite
  ) throws(SimulationError) {
    let again =
      origin.map {
        """
        ; it was found by \($0.strategy.name), with which \
        .\($0.strategy.exploration)(seeds: \($0.seed)..<\($0.seed + 1)) searches again
        """
      } ?? ""
    let current = Configuration.current
    let other =
      configuration == current
      ? again
      : "\(again); it comes from a \(configuration) build, and this is a \(current) build"
    if let error = error as? SimulationError, error.code == .divergence {
      throw SimulationError(
        code: .divergence, time: error.time, steps: error.steps, unfinished: error.unfinished,
        site: site,
        detail: "the replay token does not fit this body\(other). \(error.detail)")
    }
    guard UInt32(truncatingIfNeeded: hash) != traceHash else { return }
    throw SimulationError(
      code: .divergence, time: .zero, steps: steps, unfinished: [], site: site,
      detail: """
        the replay token leads to another run than it was made from, after its \
        last choice that is not zero\(other)
        """)
  }
}

extension RecordedRun {
  /// Checks that the run, made from a token, is the run that the token was made from.
  ///
  /// - Throws: ``SimulationError`` with the code ``SimulationError/Code/divergence`` if it is not.
  package func check(against token: ReplayToken, at site: SourceSite) throws(SimulationError) {
    var error: (any Error)?
    if case .failure(let failure) = result { error = failure }
    try token.check(ending: error, hash: traceHash, steps: steps, at: site)
  }
}
