import DeterministicSimulation
import StatusStreaming

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
