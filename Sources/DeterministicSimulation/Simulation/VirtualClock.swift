/// A clock whose time stands still until nothing is runnable, then jumps to the next deadline.
///
/// It belongs to one ``Simulation``, whose tasks are the only ones that may sleep on it. Once the
/// run has ended its ``now`` stays at the last virtual instant.
public struct VirtualClock: Clock, Sendable {
  /// Elapsed time, of which the clock keeps whole nanoseconds.
  public typealias Duration = Swift.Duration

  /// A moment of virtual time, in whole nanoseconds from the start of the simulation.
  public typealias Instant = VirtualInstant

  let core: Core

  /// The virtual instant of the job that is running.
  public var now: Instant {
    if core.isOnOwnThread {
      core.state.footprint.marks.formUnion(.clock)
    } else {
      core.reportForeignCall("VirtualClock.now", at: nil)
    }
    return core.now
  }

  /// One nanosecond: no two instants are closer.
  public var minimumResolution: Swift.Duration { .nanoseconds(1) }

  /// Waits until virtual time reaches the deadline.
  ///
  /// A deadline that is not in the future returns at once, without letting another task run.
  /// One beyond all that the clock can count never comes, so that a run in which nothing else can
  /// happen is a deadlock. The tolerance is ignored, because a timer here is never late. Deadlines that are equal fire in
  /// the order in which they were registered.
  ///
  /// - Throws: `CancellationError` if the task is cancelled, also when the deadline has passed;
  ///   ``SimulationError`` if the simulation has failed or the call comes from outside of it.
  public func sleep(until deadline: Instant, tolerance: Swift.Duration? = nil) async throws {
    try await core.sleep(until: deadline, at: nil)
  }

  /// Waits for a time, remembering the place of the call for error messages.
  ///
  /// - Throws: As ``sleep(until:tolerance:)``.
  public func sleep(
    for duration: Swift.Duration, fileID: StaticString = #fileID, line: UInt = #line
  ) async throws {
    let deadline = core.now.advanced(by: duration)
    try await core.sleep(until: deadline, at: SourceSite(fileID: fileID, line: line))
  }
}
