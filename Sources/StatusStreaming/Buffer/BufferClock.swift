internal import StateLocking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

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
  /// Whether there is one, which is asked at every look-up: to find out of the recorder copies it.
  let isRecorded: Bool

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
    isRecorded = recorder != nil
    sinceWrapping = .wrapped(elapsed)
    self.sleepUntil = sleepUntil
    makeStopwatch = { .wrapped(makeElapsed($0)) }
  }

  #if os(Linux)
    /// Shows what a `ContinuousClock` does.
    @usableFromInline
    init(_ clock: ContinuousClock = ContinuousClock()) {
      recorder = nil
      isRecorded = false
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

/// A clock, read as the time since it was wrapped.
///
/// Times are then of one type whatever the clock, and no type has to be looked up to hold one.
struct DeliveryClock<C: Clock>: Sendable where C.Duration == Duration {
  private let clock: C
  private let origin: C.Instant

  init(_ clock: C) {
    self.clock = clock
    origin = clock.now
  }

  /// The time since the clock was wrapped.
  var now: Duration { origin.duration(to: clock.now) }

  /// Sleeps until a time.
  ///
  /// - Throws: `CancellationError` if the task is cancelled; what the clock throws.
  func sleep(until time: Duration) async throws {
    try await clock.sleep(until: origin.advanced(by: time), tolerance: nil)
  }

  /// Whether a clock is the one that was wrapped: a copy of it shows the same bytes.
  func shows(_ other: C) -> Bool {
    unsafe withUnsafeBytes(of: clock) { bytes in
      unsafe withUnsafeBytes(of: other) { unsafe bytes.elementsEqual($0) }
    }
  }
}

#if os(Linux)
  /// The time that `ContinuousClock` shows on Linux, asked of the system without the runtime's
  /// detours, which cost two thirds as much again as the answer.
  enum SystemTime {
    /// The nanoseconds since the system was started, its sleep included.
    @inline(__always)
    static var nanoseconds: Int64 {
      var time = timespec()
      // It can't fail: the clock exists, and the address is good.
      _ = unsafe clock_gettime(CLOCK_BOOTTIME, &time)
      return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The time that has passed since an earlier one.
    @inline(__always)
    static func elapsed(since start: Int64) -> Duration {
      Duration(attoseconds: Int128(nanoseconds - start) * 1_000_000_000)
    }
  }
#endif

/// Tells the time since some moment.
enum Stopwatch: Sendable {
  /// Of a clock of any kind.
  case wrapped(@Sendable () -> Duration)
  #if os(Linux)
    /// Of the system's clock, without the call; counted from a moment of ``SystemTime``.
    case system(start: Int64)
  #endif

  /// The time since the moment.
  @inline(__always)
  var elapsed: Duration {
    switch self {
    case .wrapped(let elapsed): elapsed()
    #if os(Linux)
      case .system(let start): SystemTime.elapsed(since: start)
    #endif
    }
  }
}

extension Clock where Duration == Swift.Duration {
  /// Waits for a time of any size, or until the task is cancelled.
  ///
  /// - Throws: `CancellationError` if the task is cancelled; what the clock throws.
  package func wait(for duration: Duration) async throws {
    try await wait(until: duration.finite.map { now.advanced(by: $0) })
  }

  /// Waits until an instant, or until the task is cancelled.
  ///
  /// - Parameters:
  ///   - deadline: `nil` for ever, which takes no timer.
  ///   - tolerance: how much later it may be, of any size.
  /// - Throws: As ``wait(for:)``.
  package func wait(until deadline: Instant?, tolerance: Duration? = nil) async throws {
    guard let deadline else {
      await Parker().park()
      throw CancellationError()
    }
    try await sleep(until: deadline, tolerance: tolerance.map { $0.finite ?? .century })
  }
}
