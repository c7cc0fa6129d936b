/// How often a second something happens that happens a number of times in a piece of work.
func rate(of count: Int, _ work: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try work()
  return Double(count) / start.seconds
}

/// How often a second something happens that happens a number of times in a piece of work.
func rate(of count: Int, _ work: () async throws -> Void) async rethrows -> Double {
  let start = ContinuousClock.now
  try await work()
  return Double(count) / start.seconds
}

extension ContinuousClock.Instant {
  /// The time since then.
  var seconds: Double { duration(to: .now).seconds }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
