import DeterministicSimulation
import StateLocking
import StatusStreaming
import Testing

@Suite("A delivery whose sends are timed")
struct TimedDeliveryTests {
  /// How a viewer learns that there is more.
  enum Way: CaseIterable {
    case woken
    case polling
    /// Of a buffer whose wait is a task's.
    case foreign
  }

  private struct Outcome {
    var ending: String
    var calls: [String]

    /// The numbers of the events that were sent.
    var sent: [String] {
      calls.filter { $0.hasPrefix("send") }.map { String($0.split(separator: " ")[1]) }
    }
    var isClosed: Bool { calls.last?.hasPrefix("close") ?? false }
  }

  /// Follows the trace `a`.
  ///
  /// - Parameter sending: how sends behave, by number; the others take no time.
  private func follow(
    _ buffer: StatusBuffer, _ way: Way, on clock: VirtualClock, heartbeats: Duration? = nil,
    timeout: Duration = .seconds(10), sending: [Int: GivenSink.Behaviour] = [:]
  ) async -> Outcome {
    func deliver(_ monitor: StatusMonitor<some StatusBuffering, VirtualClock>) async -> Outcome {
      let (delivery, sink) = await monitor.deliver(
        "a", to: GivenSink(clock: clock, sending: sending), sendTimeout: timeout)
      return Outcome(ending: delivery.ending.name, calls: sink.calls)
    }
    switch way {
    case .woken:
      return await deliver(
        StatusMonitor(
          buffer: buffer, wakeup: .onAppend, heartbeatInterval: heartbeats, clock: clock))
    case .polling:
      return await deliver(
        StatusMonitor(
          buffer: buffer, wakeup: .polling(every: .milliseconds(50)),
          heartbeatInterval: heartbeats, clock: clock))
    case .foreign:
      return await deliver(
        StatusMonitor(
          buffer: ForeignBuffer(clock: clock).over(buffer), wakeup: .onAppend,
          heartbeatInterval: heartbeats, clock: clock))
    }
  }

  @Test(
    "is in its caller's task again when nothing has been sent for a while",
    arguments: [Way.woken, .polling])
  func idleness(way: Way) throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      let readings = Lock<[Reading]>([])
      let watched = TaskWatchingClock(clock: sim.clock) { reading in
        readings.withLock { $0.append(reading) }
      }
      let viewer = sim.spawn("viewer") {
        let monitor = StatusMonitor(
          buffer: buffer, wakeup: way == .woken ? .onAppend : .polling(every: .milliseconds(100)),
          heartbeatInterval: .seconds(60), clock: watched)
        let caller = currentTask()
        _ = await monitor.deliver("a", to: GivenSink(clock: sim.clock), sendTimeout: .seconds(10))
        return caller
      }
      for second in [5, 10, 20] {
        try await sim.clock.sleep(until: .zero.advanced(by: .seconds(second)))
        try buffer.append(.thinking("x"), to: "a")
      }
      try await sim.clock.sleep(for: .seconds(20))
      viewer.cancel()
      let caller = try #require(await viewer.value)
      for second in [5, 10, 20] {
        let sending = Duration.seconds(second)
        func tasks(from start: Duration, to end: Duration) -> Set<Int?> {
          let times = (sending + start)...(sending + end)
          return Set(readings.withLock { $0 }.filter { times.contains($0.time) }.map(\.task))
        }
        // The watch looks once a second, and the second time at which nothing was sent ends it.
        #expect(!tasks(from: .milliseconds(1), to: .milliseconds(990)).contains(caller))
        #expect(tasks(from: .seconds(1), to: .milliseconds(2_100)).contains(caller))
        #expect(tasks(from: .milliseconds(2_101), to: .milliseconds(4_900)).isSubset(of: [caller]))
      }
    }
  }

  @Test("ends when a send stalls after a silence", arguments: Way.allCases, [1, 30, 1_000])
  func stall(way: Way, silence: Int) throws {
    let (outcome, time) = try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      let viewer = sim.spawn("viewer") {
        await follow(buffer, way, on: sim.clock, sending: [2: .takes(.seconds(3_600))])
      }
      try buffer.append(.thinking("x"), to: "a")
      try await sim.clock.sleep(for: .seconds(silence))
      try buffer.append(.thinking("y"), to: "a")
      let outcome = await viewer.value
      return (outcome, VirtualClock.Instant.zero.duration(to: sim.clock.now))
    }
    #expect(outcome.ending == "sinkStalled")
    #expect(outcome.calls == ["send 1 at 0", "send 2 at \(silence)"])
    #expect(time == .seconds(silence + 10))
  }

  @Test("delivers what comes when its timer is about to rest, in any order of the tasks")
  func restingTimer() throws {
    try explore(.random(seeds: 0..<400)) { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      let timeout = Duration.milliseconds([1, 300, 1_000, 10_000][sim.next(below: 4)])
      let way = sim.element(of: Way.allCases) ?? .woken
      let heartbeats = sim.next(below: 2) == 0 ? nil : Duration.seconds(1)
      let viewer = sim.spawn("viewer") {
        await follow(buffer, way, on: sim.clock, heartbeats: heartbeats, timeout: timeout)
      }
      let count = 1 + sim.next(below: 4)
      for _ in 0..<count {
        let pause = [0, 1, 300, 999, 1_000, 1_001, 2_000, 3_000][sim.next(below: 8)]
        try await sim.clock.sleep(for: .milliseconds(pause))
        try buffer.append(.thinking("x"), to: "a")
      }
      try await sim.clock.sleep(for: .milliseconds([0, 1_000, 2_000][sim.next(below: 3)]))
      try buffer.finish("a", with: .failed(message: ""))
      let end = sim.clock.now
      let outcome = await viewer.value
      #expect(outcome.ending == "finished")
      // A viewer that polls looks again within its interval.
      #expect(end.duration(to: sim.clock.now) <= .milliseconds(way == .polling ? 50 : 0))
      #expect(outcome.sent == (1...count + 1).map { "\($0)" })
      #expect(outcome.isClosed)
    }
  }

  @Test("is cancelled at any time, with its sink closed if it was used")
  func cancellation() throws {
    try explore(.random(seeds: 0..<400)) { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      let way = sim.element(of: Way.allCases) ?? .woken
      let viewer = sim.spawn("viewer") { await follow(buffer, way, on: sim.clock) }
      if sim.next(below: 2) == 0 { try buffer.append(.thinking("x"), to: "a") }
      let pause = [0, 999, 1_000, 1_001, 2_000, 2_001, 60_000][sim.next(below: 7)]
      try await sim.clock.sleep(for: .milliseconds(pause))
      if sim.next(below: 2) == 0 { try buffer.append(.thinking("y"), to: "a") }
      for _ in 0..<sim.next(below: 6) { await sim.step() }
      viewer.cancel()
      let outcome = await viewer.value
      #expect(outcome.ending == "cancelled")
      #expect(outcome.isClosed || outcome.calls.isEmpty)
      #expect(sim.clock.now == .zero.advanced(by: .milliseconds(pause)))
    }
  }
}

/// When, since the beginning, and in which task a clock was read.
private struct Reading {
  var time: Duration
  var task: Int?
}

private func currentTask() -> Int? {
  unsafe withUnsafeCurrentTask { unsafe $0?.hashValue }
}

/// A virtual clock that tells of each reading: a delivery reads its clock whenever it decides.
private struct TaskWatchingClock: Clock {
  let clock: VirtualClock
  let note: @Sendable (Reading) -> Void

  var now: VirtualClock.Instant {
    let now = clock.now
    note(Reading(time: VirtualClock.Instant.zero.duration(to: now), task: currentTask()))
    return now
  }

  var minimumResolution: Duration { clock.minimumResolution }

  func sleep(until deadline: VirtualClock.Instant, tolerance: Duration?) async throws {
    try await clock.sleep(until: deadline, tolerance: tolerance)
  }
}
