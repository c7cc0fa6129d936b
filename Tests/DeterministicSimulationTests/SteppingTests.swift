import DeterministicSimulation
import Testing

@Suite struct SteppingTests {
  static func failure(
    limits: SimulationLimits = SimulationLimits(),
    _ body: @escaping (Simulation) async throws -> Void
  ) -> SimulationError? {
    SimulationErrorTests.failure(limits: limits, body)
  }

  /// A task that notes the time whenever a second has passed.
  static func tick(_ sim: Simulation, _ log: Log, every period: Duration = .seconds(1)) {
    sim.spawn("ticker") {
      while true {
        try await sim.clock.sleep(for: period)
        log.add("\(sim.clock.now)")
      }
    }
  }

  struct Stop: Error {}

  @Test func everythingUpToTheTargetHasRunAndNothingLater() throws {
    let log = Log()
    let seen = Log()
    #expect(throws: Stop.self) {
      try simulate { sim in
        Self.tick(sim, log)
        for advance in [Duration.milliseconds(999), .milliseconds(1), .seconds(3), .zero] {
          try await sim.clock.advance(by: advance)
          seen.add("\(sim.clock.now): \(log.entries.count)")
        }
        try await sim.clock.advance(to: .zero.advanced(by: .milliseconds(5_500)))
        seen.add("\(sim.clock.now): \(log.entries.count)")
        throw Stop()
      }
    }
    #expect(seen.entries == ["0.999 s: 0", "1 s: 1", "4 s: 4", "4 s: 4", "5.5 s: 5"])
    #expect(log.entries == ["1 s", "2 s", "3 s", "4 s", "5 s"])
  }

  /// What follows from a timer without passing time: steps, a channel, an actor, a child, a stream.
  actor Follower {
    var events = 0

    func follow(_ sim: Simulation) async throws {
      for _ in 1...5 { await sim.step() }
      events += 1
    }
  }

  static func chain(_ sim: Simulation, _ follower: Follower) {
    let channel = sim.channel("chain", of: Int.self)
    let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
    sim.spawn("first") {
      try await sim.clock.sleep(for: .seconds(1))
      for _ in 1...7 { await Task.yield() }
      try await channel.send(1)
    }
    sim.spawn("second") {
      guard let number = try await channel.receive() else { return }
      async let child: Void = follower.follow(sim)
      try await child
      try await sim.clock.sleep(until: sim.clock.now)
      continuation.yield(number)
      continuation.finish()
    }
    sim.spawn("third") {
      for await _ in stream { try await follower.follow(sim) }
      try await sim.clock.sleep(for: .nanoseconds(1))
      try await follower.follow(sim)
    }
  }

  static let strategies: [ExplorationStrategy] = [
    .random(seeds: 0..<300), .pct(depth: 3, seeds: 0..<300),
    .depthFirst(preemptions: 1, schedules: 5_000),
  ]

  @Test(arguments: strategies)
  func allThatFollowsWithoutPassingTimeHasRun(strategy: ExplorationStrategy) throws {
    try explore(strategy) { sim in
      let follower = Follower()
      Self.chain(sim, follower)
      try await sim.clock.advance(by: .seconds(1))
      let first = await follower.events
      try await sim.clock.advance(by: .nanoseconds(1))
      let second = await follower.events
      guard first == 2, second == 3, sim.clock.now.nanoseconds == 1_000_000_001 else {
        throw FaultyProgram.Broken(description: "\(first), \(second) at \(sim.clock.now)")
      }
    }
  }

  @Test func manyTasksAreDueUnderManySchedules() throws {
    try explore(.random(seeds: 0..<200)) { sim in
      let ended = Cell<[Int]>([])
      let delays = (0..<8).map { _ in 1 + sim.next(below: 30) }
      for delay in delays {
        sim.spawn {
          for part in [delay / 2, delay - delay / 2] {
            try await sim.clock.sleep(for: .milliseconds(part))
            for _ in 0..<sim.next(below: 3) { await sim.step() }
          }
          ended.update { $0.append(delay) }
        }
      }
      var time = 0
      while time < 31 {
        let stretch = sim.next(below: 6)
        time += stretch
        try await sim.clock.advance(by: .milliseconds(stretch))
        let due = delays.filter { $0 <= time }.sorted()
        guard ended.value.sorted() == due, sim.clock.now.nanoseconds == time * 1_000_000 else {
          throw FaultyProgram.Broken(description: "at \(time) ms \(ended.value), not \(due)")
        }
      }
    }
  }

  @Test(arguments: [Duration.zero, .nanoseconds(-1), .seconds(-5), .seconds(Int64.min)])
  func withoutTimeToPassItSettles(duration: Duration) throws {
    let log = Log()
    try simulate { sim in
      try await sim.clock.sleep(for: .seconds(7))
      for round in 1...3 {
        sim.spawn {
          for _ in 1...20 { await sim.step() }
          log.add("spawned \(round)")
          try await sim.clock.sleep(for: .nanoseconds(1))
          log.add("later")
        }
      }
      try await sim.clock.advance(by: duration)
      log.add("\(sim.clock.now)")
      sim.spawn { log.add("spawned 4") }
      try await sim.clock.advance(to: sim.clock.now.advanced(by: duration))
      log.add("\(sim.clock.now)")
    }
    let spawned = (1...3).map { "spawned \($0)" }
    #expect(log.entries == spawned + ["7 s", "spawned 4", "7 s", "later", "later", "later"])
  }

  @Test func callersAtOneInstantReturnInTurnEachWhenAllIsSettled() throws {
    try explore(.random(seeds: 0..<100)) { sim in
      let log = Log()
      for caller in 1...3 {
        sim.spawn("caller \(caller)") {
          try await sim.clock.sleep(for: .milliseconds(caller))
          try await sim.clock.advance(to: .zero.advanced(by: .seconds(1)))
          log.add("\(caller) returns")
          sim.spawn {
            for _ in 1...10 { await sim.step() }
            log.add("\(caller) is followed")
          }
        }
      }
      try await sim.clock.sleep(for: .seconds(2))
      guard log.entries == (1...3).flatMap({ ["\($0) returns", "\($0) is followed"] }) else {
        throw FaultyProgram.Broken(description: "\(log.entries)")
      }
    }
  }

  @Test func callersWithOtherTargetsReturnInOrderOfTime() throws {
    let log = Log()
    try simulate { sim in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for seconds in [5, 3, 4] {
          group.addTask {
            try await sim.clock.advance(by: .seconds(seconds))
            log.add("\(seconds) at \(sim.clock.now)")
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(log.entries == ["3 at 3 s", "4 at 4 s", "5 at 5 s"])
  }

  @Test func otherWaitsOfTheCallerPassTimeAsAlways() throws {
    let times = try simulate { sim in
      let sleeper = sim.spawn { try await sim.clock.sleep(for: .seconds(10)) }
      try await sim.clock.advance(by: .seconds(1))
      let before = sim.clock.now
      try await sleeper.value
      return [before, sim.clock.now].map(\.description)
    }
    #expect(times == ["1 s", "10 s"])
  }

  actor Driver {
    var seen: [Int] = []

    func drive(_ clock: VirtualClock, _ log: Log) async throws -> [Int] {
      for _ in 1...3 {
        try await clock.advance(by: .seconds(2))
        seen.append(log.entries.count)
      }
      return seen
    }
  }

  @Test func isCalledInsideActorsAndChildTasks() throws {
    let log = Log()
    let seen = try simulate { sim in
      let ticker = sim.spawn {
        for _ in 1...12 {
          try await sim.clock.sleep(for: .seconds(1))
          log.add("tick")
        }
      }
      let driver = Driver()
      async let inside = driver.drive(sim.clock, log)
      let first = try await inside
      let second = try await sim.spawn { try await driver.drive(sim.clock, log) }.value
      try await ticker.value
      return (first, second)
    }
    #expect(seen.0 == [2, 4, 6])
    #expect(seen.1 == [2, 4, 6, 8, 10, 12])
  }

  /// An actor in which several tasks sleep, and the one that steps time too.
  actor Room {
    var events: [Int] = []

    func work(_ sim: Simulation, _ milliseconds: Int) async throws {
      try await sim.clock.sleep(for: .milliseconds(milliseconds))
      await sim.step()
      events.append(milliseconds)
    }

    func drive(_ sim: Simulation) async throws -> [[Int]] {
      var seen: [[Int]] = []
      for _ in 1...3 {
        try await sim.clock.advance(by: .milliseconds(10))
        seen.append(events.sorted())
      }
      return seen
    }
  }

  @Test func theCallerSharesAnActorWithThoseWhoSleep() throws {
    try explore(.random(seeds: 0..<300)) { sim in
      let room = Room()
      for milliseconds in [10, 20, 10, 25, 30] {
        sim.spawn { try await room.work(sim, milliseconds) }
      }
      let driver = sim.spawn("driver") { try await room.drive(sim) }
      async let child: Void = room.work(sim, 20)
      let seen = try await driver.value
      guard seen == [[10, 10], [10, 10, 20, 20], [10, 10, 20, 20, 25, 30]] else {
        throw FaultyProgram.Broken(description: "\(seen)")
      }
      try await child
    }
  }

  @Test func cancellationEndsItWhereTimeHasCome() throws {
    let log = Log()
    try simulate { sim in
      let clock = sim.clock
      func advance(_ name: String) async {
        do {
          try await clock.advance(by: .seconds(10))
          log.add("\(name) returned")
        } catch {
          log.add("\(name): \(type(of: error)) at \(clock.now)")
        }
      }
      let spawned = sim.spawn { await advance("spawned") }
      await withTaskGroup { group in
        group.addTask { await advance("child") }
        try? await clock.sleep(for: .seconds(3))
        spawned.cancel()
        group.cancelAll()
        group.addTask { await advance("cancelled child") }
      }
      // What is cancelled holds up nobody else.
      try await clock.advance(by: .seconds(1))
      log.add("\(clock.now)")
    }
    #expect(
      log.entries.sorted() == [
        "4 s", "cancelled child: CancellationError at 3 s", "child: CancellationError at 3 s",
        "spawned: CancellationError at 3 s",
      ])
  }

  @Test func eachCallIsOneStep() {
    #expect(
      PrimitivesTests.steps { sim in
        for seconds in 0...9 { try await sim.clock.advance(by: .seconds(seconds)) }
      } == 11)
    #expect(
      PrimitivesTests.steps { sim in for _ in 1...10 { try await sim.clock.run() } } == 11)
  }

  @Test func aLoopOfCallsUsesStepsUp() throws {
    let error = try #require(
      Self.failure(limits: SimulationLimits(steps: 500)) { sim in
        while true { try? await sim.clock.advance() }
      })
    #expect(error.code == .stepLimit)
  }

  @Test func isRecordedAndReplayed() throws {
    @Sendable func body(_ sim: Simulation) async throws {
      let log = Log()
      for name in ["a", "b", "c"] {
        sim.spawn(name) {
          try await sim.clock.sleep(for: .seconds(1))
          log.add(name)
        }
      }
      try await sim.clock.advance(by: .seconds(1))
      if log.entries == ["c", "a", "b"] { throw Stop() }
      try await sim.clock.run()
    }
    let failure = try #require(throws: ExplorationFailure.self) {
      try explore(.random(seeds: 0..<100), body)
    }
    #expect(failure.underlyingError is Stop)
    let replayed = try #require(throws: ExplorationFailure.self) {
      try explore(.replay(failure.token), body)
    }
    #expect(replayed.underlyingError is Stop)
    let first = record(scheduler: RandomScheduler(seed: 3), body)
    let second = record(scheduler: ReplayScheduler(first.choices), body)
    #expect(first.trace == second.trace)
    #expect(first.traceHash == second.traceHash)
  }
}
