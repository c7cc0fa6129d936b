internal import StateLocking

/// One run in virtual time, as its body sees it.
///
/// It is handed to the body by ``simulate(scheduler:limits:fileID:line:_:)``. Pass it to whatever
/// needs to spawn tasks or to wait; it is good until the run ends.
public struct Simulation: Sendable {
  let core: Core

  /// The time of this run, which starts at ``VirtualClock/Instant/zero``.
  public var clock: VirtualClock { VirtualClock(core: core) }

  /// Lets every other runnable task have a turn, as one step.
  ///
  /// This is where code under test says that it may be interrupted. `Task.yield()` works too,
  /// but takes two steps.
  public func step(fileID: StaticString = #fileID, line: UInt = #line) async {
    let site = SourceSite(fileID: fileID, line: line)
    guard core.isOnOwnThread else { return core.reportForeignCall("step()", at: site) }
    await core.step(at: site)
  }
}

extension Simulation {
  /// Draws a number from the run's stream of choices, so that exploration varies it.
  ///
  /// Zero should be the plainest case: it is what a run without a scheduler gets, and what
  /// shrinking strives for.
  ///
  /// - Returns: A number from zero up to, not including, the bound; zero if the bound is below two.
  public func next(
    below bound: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    guard core.isOnOwnThread else {
      core.reportForeignCall("next(below:)", at: SourceSite(fileID: fileID, line: line))
      return 0
    }
    return core.draw(below: bound)
  }

  /// Draws one of some values, of which the first should be the plainest.
  ///
  /// - Returns: `nil` if there are none.
  public func element<Values: RandomAccessCollection>(
    of values: Values, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Values.Element? {
    guard !values.isEmpty else { return nil }
    let offset = next(below: values.count, fileID: fileID, line: line)
    return values[values.index(values.startIndex, offsetBy: offset)]
  }
}

extension VirtualClock {
  /// Notes that the running task reads something that tasks share, or changes it, as
  /// ``Simulation/recordAccess(to:isWrite:)`` does.
  public func recordAccess(to resource: SharedResource, isWrite: Bool) {
    if core.isOnOwnThread { core.touch(resource, isWrite: isWrite) }
  }
}

extension VirtualClock: AccessRecorder {
  package func recordAccess(toResource number: UInt64, isWrite: Bool) {
    recordAccess(to: SharedResource(number: number), isWrite: isWrite)
  }
}

extension Simulation {
  /// Notes that the running task reads something that tasks share, or changes it.
  ///
  /// It makes the thing a part of the ``Footprint`` of the running step. Locks, channels and lanes do
  /// so themselves, and so does a `StatusBuffer` that has the clock of the simulation. A library that
  /// is handed a clock, but must not know of simulations, can ask whether the clock conforms to a
  /// protocol of its own, to which tests make ``VirtualClock`` conform.
  ///
  /// Say it for each variable that tasks share, right before it is touched, and an exploration knows
  /// which steps can't disturb each other:
  ///
  /// ```swift
  /// @Test func whatIsTouchedShows() throws {
  ///   let visitors = SharedResource("variable", "visitors")
  ///   let run = record { sim in sim.recordAccess(to: visitors, isWrite: true) }
  ///   #expect(run.trace[0].footprint.accesses.map(\.resource) == [visitors])
  /// }
  /// ```
  /// A call from a thread that does not run the simulation is ignored.
  public func recordAccess(to resource: SharedResource, isWrite: Bool) {
    clock.recordAccess(to: resource, isWrite: isWrite)
  }
}

extension Simulation {
  /// Makes a lock for the tasks of this run.
  public func lock(_ name: String) -> SimulatedLock {
    SimulatedLock(name: name, core: core)
  }

  /// Makes a channel for the tasks of this run.
  ///
  /// - Parameter capacity: How many elements it holds before a sender waits, at least one.
  public func channel<Element: Sendable>(
    _ name: String, of type: Element.Type = Element.self, capacity: Int = .max
  ) -> SimulatedChannel<Element> {
    SimulatedChannel(name: name, capacity: capacity, core: core)
  }

  /// Makes an executor for an actor whose messages shall interleave one by one.
  public func lane(
    _ name: String, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Lane {
    core.makeLane(name, SourceSite(fileID: fileID, line: line))
  }
}
