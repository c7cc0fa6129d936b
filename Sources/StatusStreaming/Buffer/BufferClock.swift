/// A clock of any kind, read as the time since the clock was wrapped.
///
/// Erasing the kind keeps the buffer's own type free of it: a server names `StatusBuffer` in many
/// places and chooses the clock in one.
struct BufferClock: Sendable {
  private let elapsed: @Sendable () -> Duration
  private let sleepUntil: @Sendable (Duration) async throws -> Void

  init<C: Clock>(_ clock: C) where C.Duration == Duration {
    let origin = clock.now
    elapsed = { origin.duration(to: clock.now) }
    sleepUntil = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
  }

  /// The time since the clock was wrapped.
  var now: Duration { elapsed() }

  /// Waits for an operation, but no longer than until ``now`` is the deadline.
  ///
  /// - Parameter operation: what to wait for; it has to end when its task is cancelled.
  func wait(until deadline: Duration?, for operation: @escaping @Sendable () async -> Void) async {
    guard let deadline else { return await operation() }
    await firstToEnd(operation) { try? await sleepUntil(deadline) }
  }
}

/// Runs two operations until one of them ends, then cancels the other and waits for it.
func firstToEnd(
  _ first: @escaping @Sendable () async -> Void, _ second: @escaping @Sendable () async -> Void
) async {
  await withTaskGroup(of: Void.self) { group in
    group.addTask { await first() }
    group.addTask { await second() }
    await group.next()
    group.cancelAll()
  }
}
