extension LatencySuite {
  static let rates = [10, 100, 1_000, 10_000]
  static let traceCounts = [1, 10, 100, 1_000]

  /// Every combination, exactly: in virtual time only waiting takes time.
  static func measureVirtually(on bench: inout Bench) async throws {
    for waking in Waking.all {
      var latencies: [Double] = []
      var means: [Double] = []
      for rate in rates {
        for traces in traceCounts {
          let sweep = ArrivalSweep(
            rate: rate, interval: max(waking.interval, 1) * 1_000_000,
            phases: bench.isQuick ? 100 : 1_000)
          let run = try VirtualRun(waking: waking, sweep: sweep, traces: traces).latencies()
          latencies += run.map { Double($0) / 1e6 }
          means.append(Double(run.reduce(0, +)) / Double(run.count) / 1e6)
        }
      }
      let interval = Double(waking.interval)
      try await bench.measureLatency(
        "virtual, \(waking.name)", unit: "ms",
        goals: [
          .percentile(0, atLeast: 0), .median(atLeast: interval / 2, atMost: interval / 2),
          .percentile(100, atLeast: interval, atMost: interval),
        ]
      ) { latencies }
      // Of all combinations, in turn: any that differed would move the bounds of the figure.
      try await bench.measureLatency(
        "virtual, \(waking.name), mean of each combination", unit: "ms",
        goals: [
          .percentile(0, atLeast: interval / 2), .percentile(100, atMost: interval / 2),
        ]
      ) { means }
    }
  }
}
