import DeterministicSimulation
import Testing

/// Which runs count as the same but for the order of steps that touch different things.
@Suite struct OrderHashTests {
  /// Tasks that each touch something in each of their segments.
  static func run(
    _ touched: [[(name: String, isWrite: Bool)]], scheduler: some Scheduler
  ) -> RecordedRun<Void> {
    record(scheduler: scheduler) { sim in
      for (number, things) in touched.enumerated() {
        sim.spawn("task \(number)") {
          for (place, thing) in things.enumerated() {
            if place > 0 { await sim.step() }
            sim.recordAccess(to: SharedResource("variable", thing.name), isWrite: thing.isWrite)
          }
        }
      }
    }
  }

  /// How many classes of runs there are among many, and how many of them differ at all.
  static func classes(_ touched: [[(name: String, isWrite: Bool)]]) -> (orders: Int, traces: Int) {
    let runs = (0..<2_000).map { run(touched, scheduler: RandomScheduler(seed: $0)) }
    return (Set(runs.map(\.orderHash)).count, Set(runs.map(\.traceHash)).count)
  }

  static func things(_ name: String, _ count: Int, isWrite: Bool = true) -> [(String, Bool)] {
    Array(repeating: (name, isWrite), count: count)
  }

  @Test func differentThingsCommute() {
    let classes = Self.classes([Self.things("a", 4), Self.things("b", 4)])
    #expect(classes == (1, 70))
  }

  @Test func writesOfOneThingDoNot() {
    #expect(Self.classes([Self.things("a", 4), Self.things("a", 4)]) == (70, 70))
  }

  @Test func readsOfOneThingCommute() {
    let reads = Self.things("a", 4, isWrite: false)
    #expect(Self.classes([reads, reads]) == (1, 70))
    // One write among four reads: it comes before the first of them, or after so many.
    #expect(Self.classes([reads, Self.things("a", 1)]) == (5, 5))
  }

  @Test func onlyTheOrdersOfWhatIsSharedCount() {
    let left = [("a", true), ("shared", true), ("a", true)]
    let right = [("b", true), ("shared", true), ("b", true)]
    #expect(Self.classes([left, right]) == (2, 20))
  }

  @Test func stepsOfWhichNothingIsKnownConflictWithAll() {
    let runs = (0..<2_000).map { seed in
      record(scheduler: RandomScheduler(seed: seed)) { sim in
        for _ in 0..<2 { sim.spawn { for _ in 1..<4 { await sim.step() } } }
      }
    }
    #expect(Set(runs.map(\.orderHash)).count == 70)
    #expect(Set(runs.map(\.traceHash)).count == 70)
  }

  @Test func drawnNumbersWaitsAndTimesCount() {
    func hash(_ body: @escaping (Simulation) async throws -> Void) -> UInt64 {
      record(body).orderHash
    }
    func draw(_ value: Int) -> UInt64 {
      record(scheduler: ReplayScheduler([Choice(value: value, bound: 3)])) { sim in
        _ = sim.next(below: 3)
      }.orderHash
    }
    #expect(draw(1) == draw(1))
    #expect(draw(1) != draw(2))
    let sleeps = [1, 1, 2].map { seconds in
      hash { try await $0.clock.sleep(for: .seconds(seconds)) }
    }
    #expect(sleeps[0] == sleeps[1])
    let nothing = hash { _ in }
    #expect(Set(sleeps + [nothing]).count == 3)
  }

  @Test func theHashIsThatOfAnyProcess() {
    let run = Self.run(
      [Self.things("a", 3), Self.things("b", 3)], scheduler: RandomScheduler(seed: 1))
    // From another process.
    #expect(run.orderHash == 17_416_604_856_943_555_906)
  }
}
