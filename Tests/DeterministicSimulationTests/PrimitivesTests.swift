import DeterministicSimulation
import Testing

@Suite struct PrimitivesTests {
  /// The number of steps that a body takes, its first job included.
  static func steps(_ body: @escaping (Simulation) async throws -> Void) -> Int {
    record(body).steps
  }

  actor Plain {
    func pause(_ sim: Simulation, _ times: Int) async throws {
      for _ in 0..<times { await sim.step() }
    }

    func sleep(_ clock: VirtualClock, _ times: Int) async throws {
      for _ in 0..<times { try await clock.sleep(for: .seconds(1)) }
    }
  }

  @Test func eachPrimitiveIsOneStep() {
    #expect(Self.steps { _ in } == 1)
    #expect(Self.steps { sim in for _ in 1...10 { await sim.step() } } == 11)
    #expect(
      Self.steps { sim in for _ in 1...10 { try await sim.clock.sleep(for: .seconds(1)) } } == 11)
    #expect(
      Self.steps { sim in
        let lock = sim.lock("lock")
        for _ in 1...10 { try await lock.withLock {} }
      } == 11)
    #expect(
      Self.steps { sim in
        let channel = sim.channel("channel", of: Int.self)
        for number in 1...10 { try await channel.send(number) }
        for _ in 1...10 { _ = try await channel.receive() }
      } == 21)
  }

  @Test func resumingIntoAnActorIsNoStepMore() {
    let none = Self.steps { sim in try await Plain().pause(sim, 0) }
    #expect(Self.steps { sim in try await Plain().pause(sim, 10) } == none + 10)
    #expect(Self.steps { sim in try await Plain().sleep(sim.clock, 10) } == none + 10)
  }

  @Test func aLockExcludesAndIsHandedOverInOrder() throws {
    let log = Log()
    try simulate { sim in
      let lock = sim.lock("lock")
      for task in 1...4 {
        sim.spawn {
          try await lock.withLock {
            log.add("\(task) in")
            try await sim.clock.sleep(for: .seconds(1))
            log.add("\(task) out")
          }
        }
      }
    }
    #expect(log.entries == (1...4).flatMap { ["\($0) in", "\($0) out"] })
  }

  @Test func aLockExcludesUnderAllSchedules() throws {
    let summary = try explore(.depthFirst(schedules: 50_000)) { sim in
      let lock = sim.lock("lock")
      let inside = Cell(0)
      for _ in 1...2 {
        sim.spawn {
          for _ in 1...2 {
            try await lock.withLock {
              inside.update { $0 += 1 }
              precondition(inside.value == 1)
              await sim.step()
              inside.update { $0 -= 1 }
            }
          }
        }
      }
    }
    #expect(summary.isExhaustive)
  }

  @Test func aCancelledWaiterDoesNotGetTheLock() throws {
    try simulate { sim in
      let lock = sim.lock("lock")
      try await lock.acquire()
      let cancelled = sim.spawn("cancelled") { try await lock.withLock {} }
      let patient = sim.spawn("patient") { try await lock.withLock { sim.clock.now } }
      try await sim.clock.sleep(for: .seconds(1))
      cancelled.cancel()
      await #expect(throws: CancellationError.self) { try await cancelled.value }
      try await sim.clock.sleep(for: .seconds(1))
      lock.release()
      #expect(try await patient.value.description == "2 s")
    }
  }

  @Test func aChannelKeepsOrderAndEnds() throws {
    let received = try simulate { sim in
      let channel = sim.channel("channel", of: Int.self, capacity: 2)
      sim.spawn("sender") {
        for number in 1...7 { try await channel.send(number) }
        channel.finish()
        try await channel.send(8)
      }
      var received: [Int] = []
      while let number = try await channel.receive() { received.append(number) }
      return received
    }
    #expect(received == Array(1...7))
  }

  @Test func aFullChannelHoldsItsSenderBack() throws {
    let log = Log()
    try simulate { sim in
      let channel = sim.channel("channel", of: Int.self, capacity: 2)
      sim.spawn("sender") {
        for number in 1...4 {
          try await channel.send(number)
          log.add("sent \(number) at \(sim.clock.now)")
        }
      }
      for _ in 1...4 {
        try await sim.clock.sleep(for: .seconds(1))
        _ = try await channel.receive()
      }
    }
    #expect(
      log.entries == ["sent 1 at 0 s", "sent 2 at 0 s", "sent 3 at 1 s", "sent 4 at 2 s"])
  }

  @Test func aChannelLosesAndRepeatsNothingUnderManySchedules() throws {
    try explore(.random(seeds: 0..<300)) { sim in
      let channel = sim.channel("channel", of: Int.self, capacity: 1 + sim.next(below: 3))
      let received = Cell<[Int]>([])
      for sender in 0..<3 {
        sim.spawn { for number in 0..<4 { try await channel.send(sender * 4 + number) } }
      }
      let receivers = (0..<3).map { _ in
        sim.spawn {
          for _ in 0..<4 {
            guard let number = try await channel.receive() else { return }
            received.update { $0.append(number) }
          }
        }
      }
      for receiver in receivers { try await receiver.value }
      guard received.value.sorted() == Array(0..<12) else {
        throw FaultyProgram.Broken(description: "received \(received.value)")
      }
    }
  }

  @Test func whatIsStuckIsNamed() throws {
    let run = record { sim in
      let lock = sim.lock("door")
      let full = sim.channel("outbox", of: Int.self, capacity: 1)
      let empty = sim.channel("inbox", of: Int.self)
      try await lock.acquire()
      sim.spawn("a") { try await lock.acquire() }
      sim.spawn("b") { for number in 1...2 { try await full.send(number) } }
      sim.spawn("c") { _ = try await empty.receive() }
    }
    let error = try #require(run.failure as? SimulationError)
    #expect(error.code == .leak)
    #expect(
      error.unfinished.map(\.waits)
        == [[.lock("door")], [.send(channel: "outbox")], [.receive(channel: "inbox")]])
    #expect(error.description.contains("waits for an element of the channel \"inbox\""))
  }

  @Test func aLaneInterleavesMessagesOneByOne() throws {
    let orders = Log()
    try explore(.depthFirst(schedules: 10_000)) { sim in
      let meter = TraceHashTests.Meter(lane: sim.lane("meter"))
      let tasks = (0..<3).map { value in sim.spawn { await meter.read(value, sim) } }
      for task in tasks { await task.value }
      orders.add(await meter.readings.map(String.init).joined())
    }
    #expect(Set(orders.entries) == ["012", "021", "102", "120", "201", "210"])
  }

  @Test func aTaskThatLeavesALaneCarriesOn() throws {
    let log = Log()
    try simulate { sim in
      let meter = TraceHashTests.Meter(lane: sim.lane("meter"))
      let task = sim.spawn("reader") {
        await meter.read(1, sim)
        try await sim.clock.sleep(for: .seconds(1))
        await meter.read(2, sim)
        log.add("\(sim.clock.now)")
      }
      try await task.value
      #expect(await meter.readings == [1, 2])
    }
    #expect(log.entries == ["1 s"])
  }
}
