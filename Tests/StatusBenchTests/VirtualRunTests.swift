import Testing

@testable import status_bench

@Suite("A run in virtual time")
struct VirtualRunTests {
  @Test(
    "delays evenly spread updates by half the interval on average and the whole of it at most",
    arguments: [1, 10, 50, 100], LatencySuite.rates)
  func polling(interval: Int, rate: Int) throws {
    for traces in [1, 1_000] {
      let run = try latencies(.polling(milliseconds: interval), rate: rate, traces: traces)
      #expect(run.min() == 0)
      #expect(run.max() == interval * 1_000_000)
      #expect(run.reduce(0, +) * 2 == run.count * interval * 1_000_000)
    }
  }

  @Test("delays a poll every 50 ms by 25 ms in the middle, and equally often by any time")
  func evenness() throws {
    let run = try latencies(.polling(milliseconds: 50), rate: 10, traces: 1).sorted()
    #expect(run == (0...100).map { $0 * 500_000 })
  }

  @Test("delays nothing if the monitor is woken", arguments: LatencySuite.rates)
  func waking(rate: Int) throws {
    for traces in [1, 1_000] {
      let run = try latencies(.onAppend, rate: rate, traces: traces)
      #expect(run.count > 10)
      #expect(run.allSatisfy { $0 == 0 })
    }
  }

  private func latencies(_ waking: Waking, rate: Int, traces: Int) throws -> [Int] {
    let sweep = ArrivalSweep(
      rate: rate, interval: max(waking.interval, 1) * 1_000_000, phases: 100)
    return try VirtualRun(waking: waking, sweep: sweep, traces: traces).latencies()
  }
}
