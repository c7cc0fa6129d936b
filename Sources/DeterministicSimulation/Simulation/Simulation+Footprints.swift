internal import StateLocking

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
