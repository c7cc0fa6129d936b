extension Core {
  /// Serves ``VirtualClock/sleep(until:tolerance:)``; inlined for the reason of
  /// ``park(_:)``.
  @inline(__always)
  func sleep(until deadline: VirtualClock.Instant, at site: SourceSite?) async throws {
    try await admit("sleep", site: site)
    guard deadline > now else {
      await countCall()
      return try Task.checkCancellation()
    }
    let key = reserve(for: .sleep(until: deadline), at: site)
    state.timers.insert(key, deadline: deadline.nanoseconds)
    try await park(key)
  }
}
