import DeterministicSimulation
import StateLocking
import StatusStreaming
import Testing

/// One task wakes all the viewers of a buffer, whichever of them it belongs to.
@Suite("Viewers that share a timer")
struct SharedTimerTests {
  private typealias Monitor = StatusMonitor<StatusBuffer, VirtualClock>

  /// The clock's time at each heartbeat, in seconds.
  private struct BeatSink: StatusSink {
    let clock: VirtualClock
    private(set) var beats: [Int64] = []

    init(clock: VirtualClock) { self.clock = clock }

    mutating func send(_ event: StreamEvent) async throws {}
    mutating func heartbeat() async throws { beats.append(clock.now.nanoseconds / 1_000_000_000) }
  }

  /// A clock that knows how many tasks sleep on it, and how many have at once.
  private struct CountingClock: Clock {
    final class Sleepers: Sendable {
      private let counts = Lock((now: 0, most: 0))

      var most: Int { counts.withLock { $0.most } }

      func enter() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
      func leave() { counts.withLock { $0.now -= 1 } }
    }

    let clock: VirtualClock
    let sleepers = Sleepers()

    var now: VirtualClock.Instant { clock.now }
    var minimumResolution: Duration { clock.minimumResolution }

    init(_ clock: VirtualClock) { self.clock = clock }

    func sleep(until deadline: VirtualClock.Instant, tolerance: Duration?) async throws {
      sleepers.enter()
      defer { sleepers.leave() }
      try await clock.sleep(until: deadline, tolerance: tolerance)
    }
  }

  @Test("get their heartbeats when those leave whose task has slept", arguments: [true, false])
  func departures(isPolling: Bool) throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let monitor = Monitor(
        buffer: buffer, wakeup: isPolling ? .polling(every: .milliseconds(500)) : .onAppend,
        heartbeatInterval: .seconds(5), clock: sim.clock)
      let viewers = try (0..<5).map { number in
        let trace = try TraceID("run-\(number)")
        try buffer.open(trace)
        return sim.spawn("viewer \(number)") {
          var sink = BeatSink(clock: sim.clock)
          _ = await monitor.deliver(trace, to: &sink)
          return sink.beats
        }
      }
      for viewer in viewers.dropLast() {
        try await sim.clock.sleep(for: .seconds(4))
        viewer.cancel()
      }
      try await sim.clock.sleep(for: .seconds(15))
      for viewer in viewers { viewer.cancel() }
      var beats: [[Int64]] = []
      for viewer in viewers { beats.append(await viewer.value) }
      #expect(beats == [[], [5], [5, 10], [5, 10, 15], [5, 10, 15, 20, 25, 30]])
    }
  }

  @Test("get them in every schedule of comings and goings", arguments: [true, false])
  func everySchedule(isPolling: Bool) throws {
    try explore(.random(seeds: 0..<300)) { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let monitor = Monitor(
        buffer: buffer, wakeup: isPolling ? .polling(every: .milliseconds(500)) : .onAppend,
        heartbeatInterval: .seconds(5), clock: sim.clock)
      try buffer.open("busy")
      try buffer.open("quiet")
      let others = (0..<4).map { number in
        let isLate = sim.next(below: 2) == 1
        let isBusy = sim.next(below: 2) == 1
        let stay = Duration.seconds([0, 2, 5, 12][sim.next(below: 4)])
        return sim.spawn("other \(number)") {
          if isLate { try? await sim.clock.sleep(for: .seconds(5)) }
          let viewing = sim.spawn("viewing \(number)") {
            var sink = BeatSink(clock: sim.clock)
            _ = await monitor.deliver(isBusy ? "busy" : "quiet", to: &sink)
          }
          try? await sim.clock.sleep(for: stay)
          viewing.cancel()
          await viewing.value
        }
      }
      let viewer = sim.spawn("viewer") {
        var sink = BeatSink(clock: sim.clock)
        _ = await monitor.deliver("quiet", to: &sink)
        return sink.beats
      }
      for _ in 0..<13 {
        try await sim.clock.sleep(for: .seconds(2))
        try buffer.append(.thinking("x"), to: "busy")
      }
      viewer.cancel()
      #expect(await viewer.value == [5, 10, 15, 20, 25])
      for other in others { await other.value }
    }
  }

  @Test("get theirs also while one that was to wake them takes its time over a chunk")
  func slowBody() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let monitor = Monitor(
        buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(5), clock: sim.clock)
      try buffer.open("slow")
      try buffer.open("quiet")
      let body = monitor.body(of: "slow", encodedBy: EventStreamEncoder(profile: .resumable))
      let reader = sim.spawn("reader") {
        for await _ in body { try? await sim.clock.sleep(for: .seconds(100)) }
      }
      try await sim.clock.sleep(for: .seconds(1))
      let viewer = sim.spawn("viewer") {
        var sink = BeatSink(clock: sim.clock)
        _ = await monitor.deliver("quiet", to: &sink)
        return sink.beats
      }
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.append(.thinking("x"), to: "slow")
      try await sim.clock.sleep(for: .seconds(20))
      reader.cancel()
      viewer.cancel()
      #expect(await viewer.value == [6, 11, 16, 21])
      await reader.value
    }
  }

  @Test("let a task or two sleep for all of them", arguments: [false, true])
  func sleepers(isPulled: Bool) throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let clock = CountingClock(sim.clock)
      let viewers = try (0..<40).map { number in
        let trace = try TraceID("run-\(number % 4)")
        if number < 4 { try buffer.open(trace) }
        // A monitor for each, as a server makes one for each request.
        let monitor = StatusMonitor(
          buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(5), clock: clock)
        return sim.spawn("viewer \(number)") {
          if isPulled {
            let encoder = EventStreamEncoder(profile: .resumable)
            for await _ in monitor.body(of: trace, encodedBy: encoder) {}
          } else {
            var sink = BeatSink(clock: sim.clock)
            _ = await monitor.deliver(trace, to: &sink)
          }
        }
      }
      for number in 0..<8 {
        try await sim.clock.sleep(for: .seconds(2))
        let trace = try TraceID("run-\(number % 4)")
        try buffer.append(.thinking("x"), to: trace)
      }
      // One that was put in its place by a shorter sleep goes on until it is over.
      #expect((1...3).contains(clock.sleepers.most))
      for viewer in viewers { viewer.cancel() }
      for viewer in viewers { await viewer.value }
    }
  }

  @Test("are woken by their own clocks where these are different")
  func clocks() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      let logs = [LoggingClock.Log(), LoggingClock.Log()]
      let viewers = logs.map { log in
        sim.spawn("viewer") {
          let monitor = StatusMonitor(
            buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(5),
            clock: LoggingClock(clock: sim.clock, log: log))
          var sink = BeatSink(clock: sim.clock)
          _ = await monitor.deliver("a", to: &sink)
        }
      }
      try await sim.clock.sleep(for: .seconds(7))
      for viewer in viewers { viewer.cancel() }
      for viewer in viewers { await viewer.value }
      for log in logs {
        let seconds = log.instants.map { $0.nanoseconds / 1_000_000_000 }
        #expect(seconds == [5, 10])
      }
    }
  }

  @Test("get them at their times after most of those have left who were woken in between")
  func clearedOut() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      // Every interval from 1 to 60 seconds, in an order of their own.
      let intervals = (1...60).map { Int64($0 * 17 % 61) }
      let viewers = intervals.map { interval in
        sim.spawn("viewer") {
          let monitor = Monitor(
            buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(interval),
            clock: sim.clock)
          var sink = BeatSink(clock: sim.clock)
          _ = await monitor.deliver("a", to: &sink)
          return sink.beats
        }
      }
      try await sim.clock.sleep(for: .milliseconds(1))
      for (viewer, interval) in zip(viewers, intervals) where interval % 3 != 0 { viewer.cancel() }
      try await sim.clock.sleep(for: .seconds(61))
      for (viewer, interval) in zip(viewers, intervals) {
        viewer.cancel()
        let expected =
          interval % 3 == 0 ? Array(stride(from: interval, through: 61, by: Int(interval))) : []
        #expect(await viewer.value == expected)
      }
    }
  }
}
