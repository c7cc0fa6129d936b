extension Core {
  /// Serves ``VirtualClock/sleep(until:tolerance:)``.
  func sleep(
    until deadline: VirtualClock.Instant, isolation: isolated (any Actor)?, site: SourceSite?
  ) async throws {
    try admit("sleep", site: site)
    guard deadline > now else {
      try Task.checkCancellation()
      return await countCall()
    }
    try await park(for: .sleep(until: deadline), isolation: isolation, at: site) { key in
      timers.insert(slot: key.slot, deadline: deadline.nanoseconds)
    }
  }
}
