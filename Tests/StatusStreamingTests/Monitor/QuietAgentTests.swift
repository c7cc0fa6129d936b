import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Monitor of an agent that is quiet")
struct QuietAgentTests {
  /// When an event arrives at a monitor that looks every 50 ms, from the first instant on.
  private func run(
    silence: Duration, heartbeats: Duration? = nil
  ) throws -> (arrivals: [Duration], heartbeats: Int, steps: Int) {
    let run = record { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      sim.spawn("agent") {
        try await buffer.withTrace("a") { publisher in
          try await sim.clock.sleep(for: silence)
          try publisher.publish(.thinking("at last"))
          return FinalAnswer(text: "")
        }
      }
      var sink = ArrivalSink(clock: sim.clock)
      _ = await StatusMonitor(buffer: buffer, heartbeatInterval: heartbeats, clock: sim.clock)
        .deliver("a", to: &sink)
      return (sink.arrivals, sink.heartbeats)
    }
    let (arrivals, heartbeats) = try run.result.get()
    return (arrivals, heartbeats, run.steps)
  }

  @Test("is not kept busy by half an hour of silence, and finds its end at a look")
  func longSilence() throws {
    let run = try run(silence: .seconds(1_800) + .milliseconds(30))
    #expect(run.arrivals.allSatisfy { $0 == .seconds(1_800) + .milliseconds(50) })
    #expect(run.arrivals.count == 2)
    #expect(run.steps < 200)
  }

  @Test("finds at the next look what comes after any silence", arguments: [7, 990, 1_010, 2_549])
  func anySilence(milliseconds: Int) throws {
    let run = try run(silence: .milliseconds(milliseconds))
    #expect(run.arrivals.first == .milliseconds((milliseconds / 50 + 1) * 50))
  }

  @Test("beats on while it waits")
  func heartbeats() throws {
    let run = try run(silence: .seconds(100) + .milliseconds(1), heartbeats: .seconds(15))
    #expect(run.heartbeats == 6)
    #expect(run.arrivals.first == .seconds(100) + .milliseconds(50))
  }
}

/// Notes when what is sent arrives.
private struct ArrivalSink: StatusSink {
  let clock: VirtualClock
  private(set) var arrivals: [Duration] = []
  private(set) var heartbeats = 0

  init(clock: VirtualClock) {
    self.clock = clock
  }

  mutating func send(_ event: StreamEvent) {
    arrivals.append(VirtualClock.Instant.zero.duration(to: clock.now))
  }

  mutating func heartbeat() {
    heartbeats += 1
  }
}
