extension Core {
  /// Serves ``VirtualClock/sleep(until:tolerance:)``.
  func sleep(
    until deadline: VirtualClock.Instant, isolation: isolated (any Actor)?, site: SourceSite?
  ) async throws {
    try admit("sleep", site: site)
    try Task.checkCancellation()
    guard deadline > now else { return await countCall() }
    let wake = await park(
      for: .sleep(until: deadline), deadline: deadline, isolation: isolation)
    try check(wake)
  }

  /// Throws if a wait ended without what it waited for.
  func check(_ wake: Wake) throws {
    switch wake {
    case .arrived: break
    case .cancelled: throw CancellationError()
    case .abandoned: throw failure ?? CancellationError()
    }
  }
}
