import DeterministicSimulation
import StatusTesting
import Testing

@Suite(.simulated) struct SimulatedTraitTests {
  static func clock() throws -> VirtualClock {
    try #require(Simulation.current).clock
  }

  actor Counter {
    var value = 0
    func increment() { value += 1 }
  }

  @Test func timeIsVirtual() async throws {
    let clock = try Self.clock()
    #expect(clock.now == .zero)
    try await clock.sleep(for: .seconds(3600))
    #expect(clock.now.description == "3600 s")
  }

  @Test func childrenActorsAndSpawnedTasksTakePart() async throws {
    let simulation = try #require(Simulation.current)
    let counter = Counter()
    await withTaskGroup { group in
      for _ in 0..<10 { group.addTask { await counter.increment() } }
    }
    async let sleep: Void = simulation.clock.sleep(for: .seconds(1))
    let spawned = simulation.spawn {
      try await simulation.clock.sleep(for: .seconds(2))
      return simulation.clock.now
    }
    try await sleep
    #expect(simulation.clock.now.description == "1 s")
    #expect(try await spawned.value.description == "2 s")
    #expect(await counter.value == 10)
  }

  @Test func synchronousBodiesRunToo() throws {
    #expect(try Self.clock().now == .zero)
  }

  @Test(arguments: SimulationSeed.first(3))
  func argumentsAreCasesOfTheirOwn(seed: SimulationSeed) async throws {
    try await Self.clock().sleep(for: .seconds(Int(seed.value)))
    #expect(try Self.clock().now.nanoseconds == Int64(seed.value) * 1_000_000_000)
    #expect(seed.testDescription == "seed \(seed.value)")
  }
}
