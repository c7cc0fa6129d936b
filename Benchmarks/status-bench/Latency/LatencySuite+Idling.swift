import StatusStreaming

extension LatencySuite {
  /// What a monitor costs that watches a thousand traces in which nothing happens.
  ///
  /// - Returns: of each kind of waking that was measured, the share of a core in per cent.
  static func measureIdling(on bench: inout Bench) async throws -> [String: Double] {
    let window = bench.isQuick ? 0.1 : 0.5
    // A polling monitor goes on looking for a second after the last news.
    let settling = Duration.milliseconds(bench.isQuick ? 5 : 1_200)
    var found: [String: Double] = [:]
    for waking in Waking.all {
      let figure = try await bench.measure(
        "idle over 1,000 traces, \(waking.name)", unit: "% of a core", better: .lower,
        // Those who choose a short interval choose its cost.
        goals: [1, 10].contains(waking.interval) ? [] : [.median(atMost: 0.1)],
        beside: waking == .polling(milliseconds: 50) ? bareSleeps(milliseconds: 50, window) : []
      ) {
        let buffer = StatusBuffer()
        _ = try buffer.openTraces(1_000)
        return try await load(during: window, after: settling) {
          var sink = NotingSink(clock: ContinuousClock(), capacity: 0)
          _ = await waking.monitor(of: buffer, clock: ContinuousClock()).deliverAll(to: &sink)
        }
      }
      found[waking.name] = figure?.median
    }
    return found
  }

  /// What waking up at an interval costs if nothing is looked at.
  private static func bareSleeps(milliseconds: Int, _ window: Double) -> [Trial] {
    [
      .floor("a thread sleeps alone") {
        await ProcessorTime.share(during: window, wakingEvery: Double(milliseconds) / 1e3)
      },
      .floor("a task sleeps alone") {
        try await load(during: window, after: .milliseconds(5)) {
          while !Task.isCancelled {
            try? await ContinuousClock().sleep(for: .milliseconds(milliseconds))
          }
        }
      },
    ]
  }

  /// The share of a core that an endless piece of work takes, in per cent.
  private static func load(
    during seconds: Double, after settling: Duration, _ work: @escaping @Sendable () async -> Void
  ) async throws -> Double {
    let task = Task { await work() }
    // The first round, which looks at everything, is not what idling costs.
    try await ContinuousClock().sleep(for: settling)
    let share = await ProcessorTime.share(during: seconds)
    task.cancel()
    await task.value
    return share
  }
}
