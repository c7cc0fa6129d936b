import Testing

@testable import status_bench

@Suite("A sweep of arrivals")
struct ArrivalSweepTests {
  private static let intervals = [1, 10, 50, 100].map { $0 * 1_000_000 }

  @Test("has the rate asked for, but for its shifts", arguments: intervals, LatencySuite.rates)
  func rate(interval: Int, rate: Int) {
    let times = ArrivalSweep(rate: rate, interval: interval, phases: 1_000).arrivals.map(\.time)
    let spacing = 1_000_000_000 / rate
    #expect(times == times.sorted())
    let distances = zip(times, times.dropFirst()).map { $1 - $0 }
    #expect(distances.count > 100)
    #expect(distances.allSatisfy { spacing <= $0 && $0 <= 2 * spacing })
  }

  @Test("meets equally distant phases, from just after a poll to just before the next")
  func phases() {
    // Ten a second against a poll every 50 ms meet one phase only.
    let sweep = ArrivalSweep(rate: 10, interval: 50_000_000, phases: 5).arrivals
    #expect(sweep.map { $0.time % 50_000_000 } == [0, 10, 20, 30, 40, 0].map { $0 * 1_000_000 })
    #expect(sweep.map(\.isAfterPoll) == [true, true, true, true, true, false])
  }
}
