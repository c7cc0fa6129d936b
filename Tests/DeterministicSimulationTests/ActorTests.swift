import DeterministicSimulation
import Testing

/// Tasks that meet inside default actors, whose messages the runtime runs in one job.
@Suite struct ActorTests {
  actor Account {
    var balance = 0

    func deposit(_ amount: Int, _ wait: Wait, _ sim: Simulation) async throws {
      let before = balance
      try await wait.perform(in: sim)
      balance = before + amount
    }

    func deposit(atOnce amount: Int) { balance += amount }
  }

  /// What a task waits for inside an actor.
  enum Wait: CaseIterable {
    case sleep, step, lock, channel, continuation, stream, childTask, taskGroup, yield

    func perform(
      in sim: Simulation, isolation: isolated (any Actor)? = #isolation
    ) async throws {
      switch self {
      case .sleep: try await sim.clock.sleep(for: .milliseconds(10))
      case .step: await sim.step()
      case .lock: try await sim.lock("lock").withLock { await sim.step() }
      case .channel:
        let channel = sim.channel("channel", of: Int.self)
        sim.spawn("sender") { try await channel.send(1) }
        _ = try await channel.receive()
      case .continuation:
        await withCheckedContinuation { continuation in
          sim.spawn("resumer") { continuation.resume() }
        }
      case .stream:
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        sim.spawn("yielder") { continuation.yield(1) }
        for await _ in stream { break }
      case .childTask:
        async let child: Void = sim.clock.sleep(for: .milliseconds(10))
        try await child
      case .taskGroup:
        try await withThrowingTaskGroup { group in
          for _ in 1...2 { group.addTask { try await sim.clock.sleep(for: .milliseconds(10)) } }
          try await group.waitForAll()
        }
      case .yield: await Task.yield()
      }
    }
  }

  @Test(arguments: Wait.allCases)
  func tasksThatWaitInOneActorInterleave(wait: Wait) throws {
    let balance = try simulate { sim in
      let account = Account()
      for number in 1...3 {
        sim.spawn("t\(number)") { try await account.deposit(1, wait, sim) }
      }
      try await sim.clock.sleep(for: .seconds(1))
      return await account.balance
    }
    #expect(balance == 1)
  }

  @Test(arguments: Wait.allCases)
  func everyScheduleOfTasksInAnActorEndsWell(wait: Wait) throws {
    let balances = Cell<Set<Int>>([])
    try explore(.random(seeds: 0..<200)) { sim in
      let account = Account()
      let tasks = (1...3).map { number in
        sim.spawn("t\(number)") { try await account.deposit(1, wait, sim) }
      }
      for task in tasks { try await task.value }
      let balance = await account.balance
      balances.update { $0.insert(balance) }
    }
    #expect(balances.value.isSubset(of: [1, 2, 3]))
    #expect(balances.value.contains(1))
    // Sleeps of one length overlap under every schedule; other waits need not.
    let isTimed = [.sleep, .childTask, .taskGroup].contains(wait)
    #expect(balances.value.contains(2) != isTimed)
  }

  @Test func exhaustiveExplorationFindsTheLostUpdate() throws {
    struct LostUpdate: Error {}
    func body(_ deposit: @escaping @Sendable (Account, Simulation) async throws -> Void)
      -> @Sendable (Simulation) async throws -> Void
    {
      { sim in
        let account = Account()
        let tasks = (1...2).map { sim.spawn("t\($0)") { try await deposit(account, sim) } }
        for task in tasks { try await task.value }
        guard await account.balance == 2 else { throw LostUpdate() }
      }
    }
    for strategy in [ExplorationStrategy.random(seeds: 0..<100), .depthFirst(schedules: 5_000)] {
      let failure = #expect(throws: ExplorationFailure.self) {
        try explore(strategy, body { try await $0.deposit(1, .step, $1) })
      }
      #expect(failure?.underlyingError is LostUpdate)
      let token = try #require(failure?.token)
      #expect(throws: ExplorationFailure.self) {
        try explore(.replay(token), body { try await $0.deposit(1, .step, $1) })
      }
    }
    let summary = try explore(
      .depthFirst(schedules: 50_000),
      body { account, sim in
        await sim.step()
        await account.deposit(atOnce: 1)
      })
    #expect(summary.isExhaustive)
  }

  @Test func stepsAndTracesNameTheTaskThatRuns() throws {
    let run = record { sim in
      let account = Account()
      for number in 1...2 {
        sim.spawn("t\(number)") { try await account.deposit(1, .sleep, sim) }
      }
    }
    // Each task starts and enters, and the actor runs both in one job; each wakes and ends.
    #expect(
      run.trace.map(\.label) == ["body", "t1", "t2", "t1", "t2", "t1", "t2", "t1", "t2"])
    #expect(run.steps == 9)
    #expect(run.trace.map(\.step) == Array(1...9))
  }

  @Test func deadlocksNameWhoWaitsForWhat() throws {
    actor Room {
      func enter(_ wait: () async throws -> Void) async throws { try await wait() }
    }
    let error = try #require(
      SimulationErrorTests.failure { sim in
        let room = Room()
        let lock = sim.lock("door")
        let channel = sim.channel("letters", of: Int.self)
        try await lock.acquire()
        sim.spawn("a") { try await room.enter { try await lock.acquire() } }
        sim.spawn("b") { try await room.enter { _ = try await channel.receive() } }
        sim.spawn("c") { try await room.enter { await waitForever() } }
        sim.spawn("d") { try await room.enter { try await lock.acquire() } }
      })
    #expect(error.code == .leak)
    #expect(error.unfinished.map(\.label) == ["a", "b", "c", "d"])
    #expect(
      error.unfinished.map(\.waits)
        == [[.lock("door")], [.receive(channel: "letters")], [.unknown], [.lock("door")]])
  }

  @Test func aLimitNamesTheSpinnerInsideAnActor() throws {
    actor Spinner {
      func spin(_ sim: Simulation) async { while true { await sim.step() } }
      func rest(_ sim: Simulation) async throws {
        try await sim.clock.sleep(for: .seconds(1))
      }
    }
    let error = try #require(
      SimulationErrorTests.failure(limits: SimulationLimits(steps: 500)) { sim in
        let spinner = Spinner()
        sim.spawn("calm") { try await spinner.rest(sim) }
        sim.spawn("spinner") { await spinner.spin(sim) }
      })
    #expect(error.code == .stepLimit)
    #expect(error.description.contains("most by \"spinner\""))
  }

  @Test func aTaskIsCancelledWhileAnotherHoldsTheActor() throws {
    let log = Log()
    actor Room {
      func stay(_ name: String, _ sim: Simulation, _ log: Log) async {
        do {
          try await sim.clock.sleep(for: .seconds(5))
          log.add("\(name) left at \(sim.clock.now)")
        } catch {
          log.add("\(name) was cancelled at \(sim.clock.now)")
        }
      }

      func cancel(_ task: SimulatedTask<Void, Never>, _ sim: Simulation) async {
        task.cancel()
        await sim.step()
      }
    }
    try simulate { sim in
      let room = Room()
      sim.spawn("patient") { await room.stay("patient", sim, log) }
      let victim = sim.spawn("victim") { await room.stay("victim", sim, log) }
      try await sim.clock.sleep(for: .seconds(1))
      await room.cancel(victim, sim)
    }
    #expect(log.entries == ["victim was cancelled at 1 s", "patient left at 5 s"])
  }

  @Test func childTasksInAnActorAreCancelledAlone() throws {
    let log = Log()
    actor Room {
      func race(_ sim: Simulation, _ log: Log) async {
        await withTaskGroup(of: Void.self) { group in
          for seconds in [1, 3] {
            group.addTask { await self.stay(seconds, sim, log) }
          }
          await group.next()
          group.cancelAll()
        }
      }

      func stay(_ seconds: Int, _ sim: Simulation, _ log: Log) async {
        let result = await Result(catching: { try await sim.clock.sleep(for: .seconds(seconds)) })
        log.add("\(seconds): \((try? result.get()) != nil) at \(sim.clock.now)")
      }
    }
    try simulate { sim in
      let room = Room()
      for name in ["x", "y"] { sim.spawn(name) { await room.race(sim, log) } }
    }
    #expect(
      log.entries == ["1: true at 1 s", "1: true at 1 s", "3: false at 1 s", "3: false at 1 s"])
  }
}

extension Result where Failure == any Error {
  init(catching body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
