import DeterministicSimulation
import Testing

/// What steps are seen to touch.
@Suite struct FootprintTests {
  /// The footprints of a task's steps, in order.
  static func footprints(
    of label: String, scheduler: some Scheduler = FirstInFirstOut(),
    _ body: @escaping (Simulation) async throws -> Void
  ) -> [Footprint] {
    record(scheduler: scheduler, body).trace
      .filter { $0.label == label && $0.kind == .run }.map(\.footprint)
  }

  @Test func locksAndChannelsAreWritten() throws {
    let steps = Self.footprints(of: "worker") { sim in
      let lock = sim.lock("lock")
      let channel = sim.channel("numbers", of: Int.self)
      try await sim.spawn("worker") {
        try await lock.withLock {}
        try await channel.send(1)
        _ = try await channel.receive()
      }.value
    }
    // Each operation lets others come first, so the step before it touches nothing that is known.
    #expect(steps.map(\.isUnknown) == [true, false, false, false])
    let accesses = steps.dropFirst().map(\.accesses)
    #expect(accesses.allSatisfy { $0.count == 1 && $0[0].isWrite })
    #expect(accesses[0] != accesses[1])
    #expect(accesses[1] == accesses[2])
  }

  @Test func whatIsDeclaredIsReadOrWritten() {
    let visitors = SharedResource("variable", "visitors")
    let steps = Self.footprints(of: "body") { sim in
      sim.recordAccess(to: visitors, isWrite: false)
      await sim.step()
      sim.recordAccess(to: visitors, isWrite: false)
      sim.recordAccess(to: visitors, isWrite: true)
      sim.recordAccess(to: visitors, isWrite: false)
      await sim.step()
    }
    #expect(steps[0].accesses == [.init(resource: visitors, isWrite: false)])
    #expect(steps[1].accesses == [.init(resource: visitors, isWrite: true)])
    #expect(steps.map(\.isUnknown) == [false, false, true])
  }

  @Test func resourcesAreNamedByBothTexts() {
    #expect(SharedResource("a", "b") == SharedResource("a", "b"))
    #expect(SharedResource("a", "b") != SharedResource("ab", ""))
    #expect(SharedResource("a", "b") != SharedResource("b", "a"))
    #expect(SharedResource(number: .max).number == UInt64.max - 3)
    #expect(SharedResource("trace", "r1").number == 1_450_789_957_030_697_616)
  }

  @Test func timersSpawningAndTheClockAreTouchedButSayNothingOfWhatIsShared() {
    let steps = Self.footprints(of: "body") { sim in
      _ = sim.clock.now
      try await sim.clock.sleep(for: .seconds(1))
      sim.spawn("other") {}
      try await sim.clock.advance(by: .seconds(1))
    }
    #expect(
      Set(steps[0].accesses) == [
        .init(resource: Footprint.clock, isWrite: false),
        .init(resource: Footprint.timers, isWrite: false),
      ])
    #expect(
      Set(steps[1].accesses) == [
        .init(resource: Footprint.spawning, isWrite: true),
        .init(resource: Footprint.timers, isWrite: true),
      ])
    #expect(steps.allSatisfy { $0.isUnknown })
  }

  @Test func tasksThatAreWokenCancelledOrLookedAtAreTouched() {
    let steps = Self.footprints(of: "body") { sim in
      let channel = sim.channel("numbers", of: Int.self)
      let receiver = sim.spawn("receiver") { _ = try await channel.receive() }
      let sleeper = sim.spawn("sleeper") { try await sim.clock.sleep(for: .seconds(9)) }
      for _ in 0..<3 { await sim.step() }
      try await channel.send(1)
      await sim.step()
      sleeper.cancel()
      await sim.step()
      _ = receiver.isCancelled
    }
    #expect(steps.map(\.tasks) == [[1, 2], [], [], [], [1], [2], [1]])
  }

  @Test func theEndOfATaskTouchesWhoWaitsForIt() {
    let steps = Self.footprints(of: "worker") { sim in
      let worker = sim.spawn("worker") {
        await sim.step()
        sim.recordAccess(to: SharedResource("x"), isWrite: true)
      }
      await worker.value
    }
    #expect(steps.map(\.tasks) == [[], [0]])
    #expect(steps.map(\.isUnknown) == [true, false])
  }

  @Test func anActorWithoutALaneIsOutOfSight() {
    actor Plain {
      func visit(_ sim: Simulation) async {
        sim.recordAccess(to: SharedResource("plain"), isWrite: true)
        await sim.step()
        sim.recordAccess(to: SharedResource("plain"), isWrite: true)
      }
    }
    let plain = Self.footprints(of: "visitor") { sim in
      let actor = Plain()
      await sim.spawn("visitor") { await actor.visit(sim) }.value
    }
    // What is touched before the wait, and what is behind it.
    #expect(plain.count { $0.isUnknown && !$0.accesses.isEmpty } == 2)
    let inLane = Self.footprints(of: "visitor") { sim in
      let actor = TraceHashTests.Meter(lane: sim.lane("meter"))
      await sim.spawn("visitor") { await actor.read(1, sim) }.value
    }
    #expect(inLane.count { !$0.isUnknown && $0.accesses.contains { $0.isWrite } } == 2)
  }

  @Test func aStepThatTouchesVeryMuchIsTakenToTouchEverything() {
    for (count, isUnknown) in [(32, false), (33, true), (10_000, true)] {
      let steps = Self.footprints(of: "body") { sim in
        for number in 0..<count {
          sim.recordAccess(to: SharedResource(number: UInt64(number) << 2), isWrite: true)
        }
      }
      #expect(steps.map(\.isUnknown) == [isUnknown])
    }
  }

  @Test func theClockNotesWhatTheSimulationDoes() {
    let steps = Self.footprints(of: "body") { sim in
      sim.clock.recordAccess(to: SharedResource("x"), isWrite: true)
    }
    #expect(steps.map { $0.accesses.map(\.resource) } == [[SharedResource("x")]])
  }

  @Test func nothingIsTouchedOnceARunIsOver() throws {
    let clock = try simulate { sim in sim.clock }
    clock.recordAccess(to: SharedResource("x"), isWrite: true)
  }

  @Test func aSchedulerHearsOnRequestWhatStepsTouch() {
    struct Listener: Scheduler {
      let isShown: Bool
      let heard: Cell<[String]>
      var hearsSteps: Bool { true }
      var hearsFootprints: Bool { isShown }

      mutating func pick(from runnable: RunnableTasks) -> Int { 0 }
      mutating func next(below bound: Int) -> Int { 0 }
      mutating func hear(_ event: SchedulingEvent) {
        switch event {
        case .touched(let task, let footprint):
          heard.update { $0.append("\(task):\(footprint.accesses.count)") }
        case .idled: heard.update { $0.append("idle") }
        case .spawned, .ran, .ended: break
        }
      }
    }
    for isShown in [true, false] {
      let heard = Cell<[String]>([])
      _ = record(scheduler: Listener(isShown: isShown, heard: heard)) { sim in
        sim.recordAccess(to: SharedResource("x"), isWrite: true)
        try await sim.clock.sleep(for: .seconds(1))
        await sim.step()
      }
      #expect(
        heard.value == (isShown ? ["0:2", "idle", "0:0", "0:0", "idle"] : []))
    }
  }
}
