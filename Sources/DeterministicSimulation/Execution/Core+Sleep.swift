extension Core {
  /// Serves ``VirtualClock/sleep(until:tolerance:)``; inlined for the reason of
  /// ``park(_:)``.
  @inline(__always)
  func sleep(until deadline: VirtualInstant, at site: SourceSite?) async throws {
    guard
      let key = reserveSleep(
        until: deadline, at: site, inActor: Self.isActor(#isolation))
    else {
      return try await passSleep(at: site)
    }
    try await park(key)
  }

  /// Sets the timer that ends a sleep, or returns `nil` if there is nothing to wait for.
  private func reserveSleep(
    until deadline: VirtualInstant, at site: SourceSite?, inActor isIsolated: Bool
  ) -> WaitTable.Key? {
    guard isOnOwnThread, isServing, deadline > now else { return nil }
    let key = reserve(for: .sleep(until: deadline), at: site, inActor: isIsolated)
    state.footprint.marks.formUnion(.timers)
    state.timers.insert(key, deadline: deadline.nanoseconds)
    return key
  }

  /// Goes on without a sleep; a function of its own to keep the frame of a sleep small.
  @inline(never)
  private func passSleep(at site: SourceSite?) async throws {
    try await admit("sleep", site: site)
    await countCall()
    try Task.checkCancellation()
  }
}
