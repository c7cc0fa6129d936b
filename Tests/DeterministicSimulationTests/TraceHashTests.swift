import DeterministicSimulation
import Testing

@Suite struct TraceHashTests {
  /// A body with timers, children, channels and locks, but without actors.
  static func run(_ seed: UInt64) -> RecordedRun<Void> {
    record(scheduler: RandomScheduler(seed: seed)) { sim in
      let lock = sim.lock("lock")
      let channel = sim.channel("numbers", of: Int.self, capacity: 3)
      sim.background("reader") { while let _ = try await channel.receive() {} }
      for task in 0..<5 {
        sim.spawn("writer \(task)") {
          for round in 0..<5 {
            try await sim.clock.sleep(for: .milliseconds(sim.next(below: 20)))
            try await lock.withLock { try await channel.send(round) }
          }
        }
      }
      await withTaskGroup { group in
        for _ in 0..<3 { group.addTask { await sim.step() } }
      }
    }
  }

  actor Meter {
    private let lane: Lane
    private(set) var readings: [Int] = []
    nonisolated var unownedExecutor: UnownedSerialExecutor {
      unsafe lane.asUnownedSerialExecutor()
    }

    init(lane: Lane) {
      self.lane = lane
    }

    func read(_ value: Int, _ sim: Simulation) async {
      await sim.step()
      readings.append(value)
    }
  }

  static func runWithLane(_ seed: UInt64) -> RecordedRun<[Int]> {
    record(scheduler: RandomScheduler(seed: seed)) { sim in
      let meter = Meter(lane: sim.lane("meter"))
      await withDiscardingTaskGroup { group in
        for value in 0..<4 { group.addTask { await meter.read(value, sim) } }
      }
      return await meter.readings
    }
  }

  @Test func equalRunsHaveEqualHashesAndOthersNot() {
    let hashes = (0..<100).map { Self.run($0).traceHash }
    #expect(hashes == (0..<100).map { Self.run($0).traceHash })
    #expect(Set(hashes).count == 100)
  }

  @Test func theHashIsThatOfAnyProcess() {
    // From another process; equal with and without SWIFT_DETERMINISTIC_HASHING, debug and release.
    #expect(Self.run(1).traceHash == 1_766_640_760_342_072_788)
  }

  @Test func theHashSeesLabelsAndTimes() {
    func hash(_ label: String, _ time: Duration) -> UInt64 {
      record { sim in sim.spawn(label) { try await sim.clock.sleep(for: time) } }.traceHash
    }
    #expect(hash("a", .seconds(1)) == hash("a", .seconds(1)))
    #expect(hash("a", .seconds(1)) != hash("b", .seconds(1)))
    #expect(hash("a", .seconds(1)) != hash("a", .seconds(2)))
  }

  @Test func sixteenSimulationsAtOnceDoNotDisturbEachOther() async {
    let together = await withTaskGroup(of: (Int, [UInt64]).self) { group in
      for number in 0..<16 {
        group.addTask { (number, (0..<10).map { Self.run(UInt64(number * 10 + $0)).traceHash }) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for number in 0..<16 {
      #expect(together[number] == (0..<10).map { Self.run(UInt64(number * 10 + $0)).traceHash })
    }
  }

  @Test func lanesAreUndisturbedOverManyRunsAtOnce() async throws {
    let alone = (0..<1250).map { Self.runWithLane($0).traceHash }
    try await withThrowingTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for seed in 0..<1250 {
            let run = Self.runWithLane(UInt64(seed))
            try #require(run.traceHash == alone[seed])
            try #require(try run.result.get().sorted() == [0, 1, 2, 3])
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
