import DeterministicSimulation
import StateLocking
import StatusStreaming

/// The time of a run under verification: virtual in a simulation, real outside of one.
public struct RunClock: Clock, Sendable {
  /// Elapsed time.
  public typealias Duration = Swift.Duration

  /// A moment, counted from the start of the run.
  public struct Instant: InstantProtocol, Sendable {
    /// Elapsed time.
    public typealias Duration = Swift.Duration

    /// The time since the start of the run.
    public let elapsed: Swift.Duration

    /// The moment that lies a duration later; the last, or first, that there is if it lies beyond.
    public func advanced(by duration: Swift.Duration) -> Instant {
      let (sum, overflow) = elapsed.attoseconds.addingReportingOverflow(duration.attoseconds)
      guard overflow else { return Instant(elapsed: Duration(attoseconds: sum)) }
      return Instant(elapsed: Duration(attoseconds: duration < .zero ? .min : .max))
    }

    /// The time from this moment to another; the longest that there is if it is longer.
    public func duration(to other: Instant) -> Swift.Duration {
      let (time, overflow) = other.elapsed.attoseconds
        .subtractingReportingOverflow(elapsed.attoseconds)
      guard overflow else { return Duration(attoseconds: time) }
      return Duration(attoseconds: other < self ? .min : .max)
    }

    /// Orders moments as time passes.
    public static func < (left: Instant, right: Instant) -> Bool {
      left.elapsed < right.elapsed
    }
  }

  private enum Source: Sendable {
    case virtual(VirtualClock)
    case real(any RealTimeline)
  }

  private let source: Source

  init(_ clock: VirtualClock) {
    source = .virtual(clock)
  }

  init(startingNow clock: some Clock<Swift.Duration>) {
    source = .real(Origin(clock: clock, start: clock.now))
  }

  /// The moment.
  public var now: Instant {
    switch source {
    case .virtual(let clock):
      Instant(elapsed: VirtualClock.Instant.zero.duration(to: clock.now))
    case .real(let timeline): Instant(elapsed: timeline.elapsed)
    }
  }

  /// How close two moments can be.
  public var minimumResolution: Swift.Duration { .nanoseconds(1) }

  /// Waits until a moment; in real time for ever, if that is a century away or more.
  ///
  /// - Throws: `CancellationError` if the task is cancelled, and what a simulation throws.
  public func sleep(until deadline: Instant, tolerance: Swift.Duration? = nil) async throws {
    switch source {
    case .virtual(let clock):
      try await clock.sleep(until: .zero.advanced(by: deadline.elapsed), tolerance: tolerance)
    case .real(let timeline):
      try await timeline.sleep(untilElapsed: deadline.elapsed, tolerance: tolerance)
    }
  }
}

extension RunClock: AccessRecorder {
  /// Notes that the running task touches something that tasks share, if time is virtual.
  package func recordAccess(toResource number: UInt64, isWrite: Bool) {
    if case .virtual(let clock) = source {
      clock.recordAccess(toResource: number, isWrite: isWrite)
    }
  }
}

/// A clock whose instants are counted from a start.
private protocol RealTimeline: Sendable {
  var elapsed: Duration { get }
  func sleep(untilElapsed elapsed: Duration, tolerance: Duration?) async throws
}

private struct Origin<C: Clock>: RealTimeline where C.Duration == Duration {
  let clock: C
  let start: C.Instant

  var elapsed: Duration { start.duration(to: clock.now) }

  func sleep(untilElapsed elapsed: Duration, tolerance: Duration?) async throws {
    let deadline = elapsed.finite.map { start.advanced(by: $0) }
    try await clock.wait(until: deadline, tolerance: tolerance)
  }
}
