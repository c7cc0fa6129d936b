import DeterministicSimulation
import StatusStreaming

extension LatencySuite {
  static let rates = [10, 100, 1_000, 10_000]
  static let traceCounts = [1, 10, 100, 1_000]

  /// Every combination, exactly: in virtual time only waiting takes time.
  static func measureVirtually(on bench: inout Bench) async throws {
    for waking in Waking.all {
      let name = "virtual, \(waking.name)"
      let nameOfMeans = "\(name), mean of each combination"
      guard bench.isWanted(name) || bench.isWanted(nameOfMeans) else { continue }
      let runs = try runs(of: waking, phases: bench.isQuick ? 100 : 1_000)
      let interval = Double(waking.interval)
      try await bench.measureLatency(
        name, unit: "ms",
        goals: [
          .percentile(0, atLeast: 0), .median(atLeast: interval / 2, atMost: interval / 2),
          .percentile(100, atLeast: interval, atMost: interval),
        ]
      ) { runs.flatMap(\.self) }
      // Of all combinations, in turn: any that differed would move the bounds of the figure.
      try await bench.measureLatency(
        nameOfMeans, unit: "ms",
        goals: [
          .percentile(0, atLeast: interval / 2), .percentile(100, atMost: interval / 2),
        ]
      ) { runs.map { $0.reduce(0, +) / Double($0.count) } }
    }
  }

  /// The latencies of every combination of a rate and a number of traces, in milliseconds.
  private static func runs(of waking: Waking, phases: Int) throws -> [[Double]] {
    try rates.flatMap { rate in
      try traceCounts.map { traces in
        let sweep = ArrivalSweep(
          rate: rate, interval: max(waking.interval, 1) * 1_000_000, phases: phases)
        return try VirtualRun(waking: waking, sweep: sweep, traces: traces).latencies()
          .map { Double($0) / 1e6 }
      }
    }
  }
}

/// A run of the pipeline in virtual time, where only waiting takes time.
struct VirtualRun {
  typealias Time = EventTime<VirtualClock.Instant>

  let waking: Waking
  let sweep: ArrivalSweep
  let traces: Int

  /// The time from each update's publication to its delivery, in nanoseconds.
  func latencies() throws -> [Int] {
    try simulate(limits: SimulationLimits(steps: .max)) { sim in
      let buffer = StatusBuffer(configuration: .init(capacity: .max), clock: sim.clock)
      let publishers = try buffer.openTraces(traces)
      // They set their timers before the monitor does, so at one instant they are woken first.
      let publishing = sweep.arrivals.enumerated().map { index, arrival in
        let publisher = publishers[index % traces]
        return sim.spawn { try await publish(by: publisher, arrival, in: sim) }
      }
      let monitoring = sim.spawn {
        let monitor = waking.monitor(of: buffer, clock: sim.clock)
        return await monitor.arrivals(count: sweep.arrivals.count, ofTraces: traces)
      }
      var publications: [Time] = []
      for task in publishing { publications.append(try await task.value) }
      try buffer.finish(publishers)
      return Time.latencies(of: await monitoring.value, since: publications)
        .map { Int($0 / .nanoseconds(1)) }
    }
  }

  private func publish(
    by publisher: StatusPublisher, _ arrival: ArrivalSweep.Arrival, in sim: Simulation
  ) async throws -> Time {
    try await sim.clock.sleep(until: VirtualClock.Instant(nanoseconds: Int64(arrival.time)))
    if arrival.isAfterPoll { await sim.step() }
    let sequence = try publisher.publish(.thinking(""))
    return Time(publisher.trace, sequence, at: sim.clock.now)
  }
}

/// Arrivals at a steady rate that meet every phase of a polling interval equally often.
///
/// Steady arrivals alone meet only some phases: every 10 ms against a poll every 50 ms, the same
/// five for ever. So the pattern is repeated, each time shifted by a little more, until the shift
/// reaches the next phase. At both ends arrivals fall on the instant of a poll, the first time just
/// after it and the last time just before, which makes the sweep symmetric: the mean wait is half
/// the interval exactly and the longest the whole of it.
struct ArrivalSweep {
  struct Arrival: Equatable {
    /// In nanoseconds.
    let time: Int
    /// Whether a poll at that very instant comes first.
    let isAfterPoll: Bool
  }

  /// In the order of their time.
  let arrivals: [Arrival]

  /// - Parameters:
  ///   - rate: the arrivals a second, a divisor of a thousand million.
  ///   - interval: between polls, in nanoseconds.
  ///   - phases: about how many different ones to meet.
  init(rate: Int, interval: Int, phases: Int) {
    let spacing = 1_000_000_000 / rate
    let step = Self.greatestCommonDivisor(spacing, interval)
    // After so long, polls and steady arrivals meet as at the beginning.
    let period = spacing / step * interval
    let shifts = max(phases * step / interval, 1)
    arrivals = (0...shifts).flatMap { shift in
      stride(from: 0, to: period, by: spacing).map { time in
        Arrival(
          // The run begins with a period in which nothing arrives.
          time: (shift + 1) * period + time + shift * step / shifts,
          isAfterPoll: shift < shifts)
      }
    }
  }

  private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    second == 0 ? first : greatestCommonDivisor(second, first % second)
  }
}
