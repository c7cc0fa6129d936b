import DeterministicSimulation
import Testing

/// A task that is cancelled already takes nothing, also where it would not have to wait.
@Suite struct CancelledPrimitivesTests {
  /// Lets a body run in a task that is cancelled before its first step.
  private static func cancelled(
    in sim: Simulation, _ body: @escaping @Sendable () async throws -> Void
  ) async {
    let task = sim.spawn("cancelled") {
      await sim.step()
      try await body()
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func itSendsNothing() throws {
    try simulate { sim in
      let channel = sim.channel("channel", of: Int.self, capacity: 2)
      await Self.cancelled(in: sim) { try await channel.send(1) }
      try await channel.send(2)
      channel.finish()
      #expect(try await channel.receive() == 2)
      #expect(try await channel.receive() == nil)
    }
  }

  @Test func itReceivesNothing() throws {
    try simulate { sim in
      let channel = sim.channel("channel", of: Int.self, capacity: 2)
      try await channel.send(1)
      await Self.cancelled(in: sim) { _ = try await channel.receive() }
      #expect(try await channel.receive() == 1)
    }
  }

  @Test func itDoesNotLock() throws {
    try simulate { sim in
      let lock = sim.lock("lock")
      await Self.cancelled(in: sim) { try await lock.acquire() }
      try await lock.acquire()
      lock.release()
    }
  }

  @Test func itDoesNotSleep() throws {
    try simulate { sim in
      await Self.cancelled(in: sim) { try await sim.clock.sleep(for: .seconds(5)) }
      #expect(sim.clock.now.description == "0 s")
    }
  }
}
