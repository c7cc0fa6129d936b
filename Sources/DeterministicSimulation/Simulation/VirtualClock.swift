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

extension VirtualClock {
  /// Lets a stretch of virtual time pass, and waits until everything that happens in it is done.
  ///
  /// A test that steps time itself says how far, and looks at what has come of it:
  ///
  /// ```swift
  /// @Test func theSleepEndsInTime() throws {
  ///   try simulate { sim in
  ///     let sleeper = sim.spawn {
  ///       try await sim.clock.sleep(for: .seconds(3))
  ///       return sim.clock.now
  ///     }
  ///     try await sim.clock.advance(by: .seconds(1))
  ///     #expect(sim.clock.now == .zero.advanced(by: .seconds(1)))
  ///     try await sim.clock.advance(by: .seconds(2))
  ///     #expect(try await sleeper.value == sim.clock.now)
  ///   }
  /// }
  /// ```
  ///
  /// It is ``advance(to:fileID:line:)`` with a deadline that lies a duration from now. Without a
  /// duration, or with a negative one, time stands still, and what is runnable runs.
  ///
  /// - Throws: As ``advance(to:fileID:line:)``.
  public func advance(
    by duration: Swift.Duration = .zero, fileID: StaticString = #fileID, line: UInt = #line
  ) async throws {
    try await core.advance(
      to: core.now.advanced(by: duration), at: SourceSite(fileID: fileID, line: line))
  }

  /// Lets virtual time pass up to an instant, and waits until everything that happens until then is
  /// done.
  ///
  /// When it returns, ``now`` is the deadline. All timers up to and at it have fired, in their
  /// order, and all that follows from them without passing time has run, under every scheduler;
  /// nothing that is due later has. A deadline that is not in the future leaves time as it is: the
  /// call then waits for what can run at this instant. If several calls end at one instant, they
  /// return one after the other as they were made, each when nothing is left to run.
  ///
  /// Any other wait of the caller passes time too: time jumps whenever nothing is runnable. A
  /// deadline beyond all that the clock can count never comes.
  ///
  /// - Throws: `CancellationError` if the task is cancelled, with time wherever it has come to;
  ///   ``SimulationError`` if the simulation has failed, also because its limit of virtual time
  ///   comes before the deadline, or if the call comes from outside of it.
  public func advance(
    to deadline: Instant, fileID: StaticString = #fileID, line: UInt = #line
  ) async throws {
    try await core.advance(to: deadline, at: SourceSite(fileID: fileID, line: line))
  }

  /// Lets virtual time pass until no task sleeps any more, and waits until everything that happens
  /// in it is done.
  ///
  /// Sleeps of tasks in the background do not count, nor do those that never end. ``now`` is then
  /// the instant of the last timer. A task that sleeps again and again, without an end, uses up the
  /// limits of the simulation, whose error names it.
  ///
  /// - Throws: `CancellationError` if the task is cancelled; ``SimulationError`` if the simulation
  ///   has failed, also because a limit is used up, or if the call comes from outside of it.
  public func run(fileID: StaticString = #fileID, line: UInt = #line) async throws {
    try await core.runClock(at: SourceSite(fileID: fileID, line: line))
  }

  /// Lets what is runnable run, and throws if a task then sleeps.
  ///
  /// A test ends with it to prove that nothing will happen later. Sleeps of tasks in the background
  /// do not count, nor do those that never end.
  ///
  /// - Throws: ``SuspensionError`` with the tasks that sleep; else as
  ///   ``advance(to:fileID:line:)``.
  public func checkSuspension(
    fileID: StaticString = #fileID, line: UInt = #line
  ) async throws {
    try await advance(fileID: fileID, line: line)
    let sleeping = core.sleepingTasks
    guard sleeping.isEmpty else { throw SuspensionError(sleeping: sleeping) }
  }
}
