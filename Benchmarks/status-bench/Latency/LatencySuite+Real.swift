extension LatencySuite {
  /// One line of what is measured on the real clock.
  struct Case {
    let waking: Waking
    let rate: Int
    let traces: Int
    let seconds: Double
    var goals: [Goal] = []

    var name: String {
      "real, \(waking.name), \(rate)/s, \(traces) \(traces == 1 ? "trace" : "traces")"
    }
  }

  /// A few of the combinations, since each takes its time: the intervals at one rate, and the rates
  /// and numbers of traces at the ends of their ranges, for the default interval and for waking.
  static let polledCases: [Case] = [
    Case(waking: .polling(milliseconds: 1), rate: 1_000, traces: 1, seconds: 4),
    Case(waking: .polling(milliseconds: 10), rate: 1_000, traces: 1, seconds: 5),
    Case(
      waking: .polling(milliseconds: 50), rate: 1_000, traces: 1, seconds: 10,
      goals: [.median(atLeast: 20, atMost: 30), .percentile(99, atMost: 52)]),
    Case(waking: .polling(milliseconds: 100), rate: 1_000, traces: 1, seconds: 8),
    Case(waking: .polling(milliseconds: 50), rate: 10, traces: 1, seconds: 8),
    Case(waking: .polling(milliseconds: 50), rate: 10_000, traces: 1_000, seconds: 6),
  ]

  static let wokenCases: [Case] = [
    Case(waking: .onAppend, rate: 10, traces: 1, seconds: 8),
    Case(waking: .onAppend, rate: 1_000, traces: 1, seconds: 4),
    Case(
      waking: .onAppend, rate: 10_000, traces: 1, seconds: 4,
      goals: [.percentile(99, atMost: 50)]),
    Case(waking: .onAppend, rate: 10_000, traces: 1_000, seconds: 4),
  ]

  /// - Returns: the latencies of each kind of waking that was measured at a thousand updates a second,
  ///   in milliseconds.
  static func measureReally(on bench: inout Bench) async throws -> [String: [Double]] {
    var found: [String: [Double]] = [:]
    for entry in polledCases + wokenCases where bench.isWanted(entry.name) {
      let isPolled = entry.waking != .onAppend
      let latencies = try await latencies(of: entry, isQuick: bench.isQuick)
      let scale = isPolled ? 1e3 : 1e6
      let unit = isPolled ? "ms" : "µs"
      let scaled = latencies.map { $0 * scale }
      try await bench.measureLatency(entry.name, unit: unit, goals: entry.goals) { scaled }
      if entry.rate == 1_000 {
        found[entry.waking.name] = latencies.map { $0 * 1e3 }
      }
      if !entry.goals.isEmpty {
        let bound = isPolled ? Double(entry.waking.interval) * 1.1 : 110
        bench.add(
          [entry.name] + Histogram(scaled, upTo: bound, bins: 11).lines(unit: unit))
      }
    }
    try await measureBareWakeups(on: &bench)
    return found
  }

  private static func latencies(of entry: Case, isQuick: Bool) async throws -> [Double] {
    // Enough of a quick run for a few polls.
    let seconds = isQuick ? 0.2 : entry.seconds
    let count = max(Int(seconds * Double(entry.rate)), 2)
    return try await RealRun(
      waking: entry.waking, rate: entry.rate, traces: entry.traces, count: count
    ).latencies()
  }

  /// What waking takes without the package, at the rate of the goal.
  private static func measureBareWakeups(on bench: inout Bench) async throws {
    let count = bench.scaled(40_000)
    try await bench.measureLatency("floor: a thread's semaphore, 10000/s", unit: "µs") {
      await BareWakeups.ofThread(count, rate: 10_000).map { $0 * 1e6 }
    }
    try await bench.measureLatency("baseline: AsyncStream, 10000/s", unit: "µs") {
      await BareWakeups.ofStream(count, rate: 10_000).map { $0 * 1e6 }
    }
  }
}
