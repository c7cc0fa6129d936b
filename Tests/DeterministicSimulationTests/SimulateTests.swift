import DeterministicSimulation
import Testing

@Suite struct SimulateTests {
  struct BodyError: Error, Equatable {}

  final class Counter {
    var value = 0
  }

  actor Account {
    var balance = 0

    func deposit(_ amount: Int, clock: VirtualClock) async throws -> Int {
      let before = balance
      try await clock.sleep(for: .milliseconds(10))
      balance = before + amount
      return balance
    }
  }

  @TaskLocal static var name = "unbound"

  @Test func returnsTheValueOfTheBody() throws {
    #expect(try simulate { _ in 42 } == 42)
  }

  @Test func rethrowsTheErrorOfTheBodyAsItself() {
    #expect(throws: BodyError()) {
      try simulate { sim in
        try await sim.clock.sleep(for: .seconds(1))
        throw BodyError()
      }
    }
  }

  @Test func bodyUsesAndReturnsStateThatIsNotSendable() throws {
    let counter = Counter()
    let returned = try simulate { sim in
      counter.value += 1
      try await sim.clock.sleep(for: .seconds(1))
      counter.value += 1
      return counter
    }
    #expect(returned === counter)
    #expect(counter.value == 2)
  }

  @Test func runsInOrderOfSpawning() throws {
    let log = Log()
    try simulate { sim in
      for task in ["a", "b", "c"] {
        sim.spawn(task) {
          for segment in 1...3 {
            log.add(task + String(segment))
            await sim.step()
          }
        }
      }
    }
    #expect(log.entries == ["a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3"])
  }

  @Test func runsChildTasksActorsAndStreams() throws {
    let total = try simulate { sim in
      let account = Account()
      async let first = account.deposit(1, clock: sim.clock)
      let deposits = try await withThrowingTaskGroup(of: Int.self) { group in
        for amount in 2...4 {
          group.addTask { try await account.deposit(amount, clock: sim.clock) }
        }
        return try await group.reduce(0, +)
      }
      let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
      sim.spawn {
        for number in 1...3 {
          try await sim.clock.sleep(for: .milliseconds(1))
          continuation.yield(number)
        }
        continuation.finish()
      }
      var streamed = 0
      for await number in stream { streamed += number }
      return (try await first, deposits, streamed, sim.clock.now)
    }
    #expect(total.0 == 1)
    #expect(total.1 == 2 + 3 + 4)
    #expect(total.2 == 6)
    #expect(total.3 == VirtualClock.Instant(nanoseconds: 13_000_000))
  }

  @Test func everythingRunsOnTheCallersThread() throws {
    let clock = try simulate { sim in
      let account = Account()
      try await withThrowingTaskGroup { group in
        for _ in 0..<5 {
          group.addTask { _ = try await account.deposit(1, clock: sim.clock) }
        }
        try await group.waitForAll()
      }
      return sim.clock
    }
    // A foreign thread would have made the run fail when it read the clock.
    #expect(clock.now.nanoseconds == 10_000_000)
  }

  @Test func spawnedTasksGiveTheirValuesAndErrors() throws {
    try simulate { sim in
      let fine: SimulatedTask<Int, Never> = sim.spawn("fine") {
        await sim.step()
        return 7
      }
      let failing = sim.spawn("failing") { () async throws -> Int in throw BodyError() }
      #expect(await fine.value == 7)
      await #expect(throws: BodyError()) { try await failing.value }
      #expect(fine.label == "fine")
      #expect(sim.spawn {}.label == "task 3")
    }
  }

  @Test func waitsForSpawnedTasksAfterTheBodyHasEnded() throws {
    let log = Log()
    try simulate { sim in
      sim.spawn {
        try await sim.clock.sleep(for: .seconds(5))
        log.add("spawned at \(sim.clock.now)")
      }
      log.add("body")
    }
    #expect(log.entries == ["body", "spawned at 5 s"])
  }

  @Test func anErrorOfTheBodyCancelsTheRest() {
    let log = Log()
    #expect(throws: BodyError()) {
      try simulate { sim in
        sim.spawn {
          do {
            try await sim.clock.sleep(for: .seconds(5))
          } catch {
            log.add("\(type(of: error)) at \(sim.clock.now)")
          }
        }
        await sim.step()
        throw BodyError()
      }
    }
    #expect(log.entries == ["CancellationError at 0 s"])
  }

  @Test func backgroundTasksEndWithTheRest() throws {
    let log = Log()
    try simulate { sim in
      sim.background("monitor") {
        defer { log.add("monitor ended at \(sim.clock.now)") }
        while true {
          try await sim.clock.sleep(for: .seconds(2))
          log.add("poll")
        }
      }
      sim.background("forever") { await waitForever() }
      try await sim.clock.sleep(for: .seconds(5))
    }
    #expect(log.entries == ["poll", "poll", "monitor ended at 5 s"])
  }

  @Test func taskLocalsReachTheBodyFromASynchronousCaller() throws {
    let seen = try Self.$name.withValue("bound") {
      try simulate { sim in
        await sim.step()
        return (Self.name, await sim.spawn { Self.name }.value)
      }
    }
    #expect(seen.0 == "bound")
    #expect(seen.1 == "bound")
  }

  @Test func runsInsideAnAsynchronousTest() async throws {
    try await Self.$name.withValue("outer") {
      await Task.yield()
      let seen = try simulate { sim in
        try await sim.clock.sleep(for: .seconds(1))
        return try Self.$name.withValue("inner") {
          // A run inside a run has a time of its own.
          try simulate { inner in
            try await inner.clock.sleep(for: .seconds(9))
            return "\(Self.name) \(inner.clock.now)"
          }
        } + " \(Self.name) \(sim.clock.now)"
      }
      #expect(seen == "inner 9 s outer 1 s")
      #expect(Self.name == "outer")
      await Task.yield()
    }
    #expect(Self.name == "unbound")
  }

  @Test func runsOnManyThreadsAtOnce() async throws {
    let together = try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
      for number in 0..<16 { group.addTask { (number, try Self.run(number)) } }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for number in 0..<16 {
      #expect(try together[number] == Self.run(number))
    }
  }

  /// A run whose order of events depends on its number.
  static func run(_ number: Int) throws -> [String] {
    try simulate { sim in
      let log = Log()
      for index in 0..<20 {
        sim.spawn {
          for round in 0..<10 {
            try await sim.clock.sleep(for: .milliseconds((index * 7 + round * number) % 13))
            log.add("\(index).\(round)")
          }
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      return log.entries
    }
  }
}
