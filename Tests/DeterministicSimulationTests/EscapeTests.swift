import DeterministicSimulation
import Foundation
import Testing

/// What leaves a simulation, and how it is noticed.
@Suite struct EscapeTests {
  actor Cache {
    private var loads = 0

    func load(_ sim: Simulation) async throws -> Int {
      try await sim.clock.sleep(for: .seconds(1))
      loads += 1
      return loads
    }

    /// Whose task is isolated to the actor, but prefers no executor.
    func loadInATask(_ sim: Simulation) async throws -> Int {
      try await Task { try await load(sim) }.value
    }

    func loadAtOnce(_ sim: Simulation) async throws -> Int {
      try await Task.immediate { try await load(sim) }.value
    }
  }

  @Test(arguments: [true, false])
  func aTaskOfAnActorsOwnEscapes(isOtherTaskInside: Bool) throws {
    let calls: [@Sendable (Cache, Simulation) async throws -> Int] = [
      { try await $0.loadInATask($1) }, { try await $0.loadAtOnce($1) },
    ]
    for call in calls {
      let error = try #require(
        SimulationErrorTests.failure { sim in
          let cache = Cache()
          if isOtherTaskInside { sim.spawn("other") { try await cache.load(sim) } }
          sim.spawn("caller") { try await call(cache, sim) }
          try await sim.clock.sleep(for: .seconds(3))
        })
      #expect(error.code == .escapedTask)
      #expect(error.site?.fileID == #fileID)
      #expect(error.description.contains("started with Task {} inside of an actor"), "\(error)")
    }
  }

  actor Room {
    func occupy(_ isOccupied: DispatchSemaphore, until isFree: DispatchSemaphore) {
      isOccupied.signal()
      isFree.wait()
    }

    func visit() {}
  }

  @Test func aTaskInAnActorThatAForeignThreadHoldsIsAForeignWakeUp() throws {
    let (isOccupied, isFree) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let error = try #require(
      SimulationErrorTests.failure { sim in
        let room = Room()
        Task(executorPreference: ForeignThread()) {
          await room.occupy(isOccupied, until: isFree)
        }
        isOccupied.wait()
        let visitor = sim.spawn("visitor") { await room.visit() }
        sim.spawn("opener") { isFree.signal() }
        await visitor.value
      })
    #expect(error.code == .foreignWakeUp)
    #expect(error.description.contains("\"visitor\" was woken by a thread outside"))
  }

  @MainActor static func visit(_ clock: VirtualClock, _ hasEnded: DispatchSemaphore) async throws {
    defer { hasEnded.signal() }
    try await clock.sleep(for: .seconds(1))
  }

  @Test func theMainActorIsAForeignCaller() async throws {
    let hasEnded = DispatchSemaphore(value: 0)
    let error = await Self.failureOffThePool { sim in
      sim.spawn("visitor") { try await Self.visit(sim.clock, hasEnded) }
      await sim.step()
      hasEnded.wait()
      await sim.step()
    }
    #expect(error?.code == .foreignCall)
    #expect(error?.description.contains("sleep was called from a thread outside") == true)
  }

  @MainActor static func failureOnTheMainActor() -> SimulationError? {
    let number = 7
    do {
      try simulate { sim in
        await sim.step()
        withExtendedLifetime(number) {}
      }
      return nil
    } catch {
      return error as? SimulationError
    }
  }

  @Test func aBodyThatTakesTheMainActorFromItsContextIsTold() async throws {
    let error = try #require(await Self.failureOnTheMainActor())
    #expect(error.code == .deadlock)
    #expect(error.description.contains("unless it begins with { @concurrent sim in"))
    let seconds = try await MainActor.run {
      try simulate { @concurrent sim in
        try await sim.clock.sleep(for: .seconds(7))
        return sim.clock.now
      }
    }
    #expect(seconds == .zero.advanced(by: .seconds(7)))
  }

  @Test func aTaskThatStartsAtOnceOnAnExecutorOfTheSimulationIsOneOfIts() throws {
    let run = record { sim in
      let cache = Cache()
      sim.spawn("spawner") {
        let child = Task.immediate(executorPreference: sim.executor("child")) {
          await sim.step()
          try await sim.clock.sleep(for: .seconds(1))
          return try await cache.load(sim)
        }
        await sim.step()
        _ = try await child.value
      }
    }
    #expect(throws: Never.self) { try run.result.get() }
    #expect(Set(run.trace.map(\.label)) == ["body", "spawner", "child"])
  }

  @Test func aTaskThatStartsAndEndsAtOnceDoesNotEscape() throws {
    let drawn = try simulate { sim in
      await Task.immediate { sim.next(below: 1) + 1 }.value
    }
    #expect(drawn == 1)
  }

  @globalActor actor Archive {
    static let shared = Archive()
  }

  /// Another one, since what one simulation does in a global actor disturbs all others there.
  @globalActor actor Library {
    static let shared = Library()
  }

  @Archive static func visit(_ clock: VirtualClock) async throws {
    try await clock.sleep(for: .milliseconds(1))
  }

  @Test func aTaskWithoutTheExecutorInAGlobalActorEscapes() throws {
    let error = try #require(
      SimulationErrorTests.failure { sim in
        sim.spawn("caller") { @Archive in
          try await Task { try await Self.visit(sim.clock) }.value
        }
        try await sim.clock.sleep(for: .seconds(3))
      })
    #expect(error.code == .escapedTask, "\(error)")
  }

  actor Ledger {
    private let lane: Lane
    nonisolated var unownedExecutor: UnownedSerialExecutor {
      unsafe lane.asUnownedSerialExecutor()
    }
    private let log: Log
    private let clock: VirtualClock

    init(_ lane: Lane, _ log: Log, _ clock: VirtualClock) {
      self.lane = lane
      self.log = log
      self.clock = clock
    }

    isolated deinit { log.add("closed at \(clock.now)") }
  }

  @Test func anIsolatedDeinitializerRunsInItsLane() throws {
    let log = Log()
    let run = record { sim in
      let lane = sim.lane("ledger")
      sim.spawn("owner") {
        let ledger = Ledger(lane, log, sim.clock)
        try await sim.clock.sleep(for: .seconds(1))
        withExtendedLifetime(ledger) {}
      }
      // The executor of an actor has to outlive it.
      try await sim.clock.sleep(for: .seconds(2))
      withExtendedLifetime(lane) {}
    }
    #expect(throws: Never.self) { try run.result.get() }
    #expect(log.entries == ["closed at 1 s"])
    #expect(
      run.trace.contains { $0.label == "owner" && $0.time == .zero.advanced(by: .seconds(1)) })
  }

  actor Notebook {
    private let log: Log
    private let clock: VirtualClock

    init(_ log: Log, _ clock: VirtualClock) {
      self.log = log
      self.clock = clock
    }

    isolated deinit { log.add("closed at \(clock.now)") }
  }

  @Test func anIsolatedDeinitializerOfADefaultActorRunsWhereItIsReleased() throws {
    let log = Log()
    try simulate { sim in
      sim.spawn("owner") {
        let notebook = Notebook(log, sim.clock)
        try await sim.clock.sleep(for: .seconds(1))
        withExtendedLifetime(notebook) {}
      }
    }
    #expect(log.entries == ["closed at 1 s"])
  }

  @Library final class Page {
    let read: @Sendable () -> Void
    nonisolated init(_ read: @escaping @Sendable () -> Void) { self.read = read }
    isolated deinit { read() }
  }

  @Test func anIsolatedDeinitializerOfAnotherActorsObjectEscapes() async throws {
    let isClosed = DispatchSemaphore(value: 0)
    let error = await Self.failureOffThePool { sim in
      sim.spawn("owner") {
        let page = Page {
          _ = sim.clock.now
          isClosed.signal()
        }
        await sim.step()
        withExtendedLifetime(page) {}
      }
      await sim.step()
      await sim.step()
      // The runtime hands it to the global pool, from where it calls the simulation.
      isClosed.wait()
      await sim.step()
    }
    #expect(error?.code == .foreignCall)
    #expect(error?.description.contains("VirtualClock.now") == true)
  }

  /// Runs a body on a thread of its own, so that the global pool and the main actor are free.
  static func failureOffThePool(
    _ body: @escaping @Sendable (Simulation) async throws -> Void
  ) async -> SimulationError? {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(returning: SimulationErrorTests.failure(body))
      }
    }
  }
}
