internal import StateLocking

/// A clock of any kind, read as the time since the clock was wrapped.
///
/// Erasing the kind keeps the buffer's own type free of it: a server names `StatusBuffer` in many
/// places and chooses the clock in one, where the wrapping is compiled for that clock.
@usableFromInline
struct BufferClock: Sendable {
  private let sinceWrapping: Stopwatch
  private let sleepUntil: @Sendable (Duration) async throws -> Void
  private let makeStopwatch: @Sendable (Duration) -> Stopwatch
  /// Hears what is touched of what tasks share, if the clock is one that wants to.
  let recorder: (any AccessRecorder)?

  @inlinable
  init<C: Clock>(_ clock: C) where C.Duration == Duration {
    #if os(Linux)
      if C.self == ContinuousClock.self {
        self.init()
        return
      }
    #endif
    let origin = clock.now
    self.init(
      clock, elapsed: { origin.duration(to: clock.now) },
      sleepUntil: { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) },
      makeElapsed: { start in
        let start = origin.advanced(by: start)
        return { start.duration(to: clock.now) }
      })
  }

  @usableFromInline
  init(
    _ clock: any Sendable, elapsed: @escaping @Sendable () -> Duration,
    sleepUntil: @escaping @Sendable (Duration) async throws -> Void,
    makeElapsed: @escaping @Sendable (Duration) -> @Sendable () -> Duration
  ) {
    recorder = clock as? any AccessRecorder
    sinceWrapping = .wrapped(elapsed)
    self.sleepUntil = sleepUntil
    makeStopwatch = { .wrapped(makeElapsed($0)) }
  }

  #if os(Linux)
    /// Shows what a `ContinuousClock` does.
    @usableFromInline
    init(_ clock: ContinuousClock = ContinuousClock()) {
      recorder = nil
      let origin = SystemTime.nanoseconds
      // Read later, so that no sleep ends before its deadline has come.
      let start = clock.now
      sinceWrapping = .system(start: origin)
      sleepUntil = { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
      makeStopwatch = { .system(start: origin + Int64($0.attoseconds / 1_000_000_000)) }
    }
  #endif

  /// The time since the clock was wrapped.
  var now: Duration { sinceWrapping.elapsed }

  /// A stopwatch that shows zero when ``now`` is the start.
  ///
  /// Each has storage of its own, so that threads that read different ones do not meet.
  func stopwatch(from start: Duration) -> Stopwatch { makeStopwatch(start) }

  /// Sleeps until ``now`` is the deadline, or the task is cancelled.
  func sleep(until deadline: Duration) async throws { try await sleepUntil(deadline) }

  /// Waits in a parker for an operation, but no longer than until ``now`` is the deadline.
  ///
  /// - Parameter operation: what to wait for; it has to end when the parker is woken.
  func wait(
    in parker: Parker, until deadline: Duration?, for operation: () async -> Void
  ) async {
    guard let deadline else { return await operation() }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { [sleepUntil] in
        // A sleep that is cancelled has nobody left to wake.
        if (try? await sleepUntil(deadline)) != nil { parker.unpark() }
      }
      await operation()
      group.cancelAll()
    }
  }
}
