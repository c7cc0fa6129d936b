import DeterministicSimulation
import StateLocking
import StatusStreaming
import Testing

@Suite("Viewers that hang up")
struct HangUpTests {
  typealias Monitor = StatusMonitor<StatusBuffer, VirtualClock>

  /// A run of ten minutes with ten seconds of grace, and who watches it.
  private struct Stage: Sendable {
    let sim: Simulation
    let buffer: StatusBuffer
    let monitor: Monitor
    let run: StatusRun
    let agent: SimulatedTask<FinalAnswer, any Error>

    init(
      _ sim: Simulation, grace: Duration = .seconds(10), clientsResume: Bool = true,
      configuration: StatusBuffer.Configuration = .init()
    ) throws {
      self.sim = sim
      buffer = StatusBuffer(configuration: configuration, clock: sim.clock)
      monitor = Monitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      let run = try buffer.begin(
        "a", onHangUp: .cancelsAgent(reconnectGrace: grace, clientsResume: clientsResume))
      self.run = run
      agent = sim.spawn("agent") {
        try await run.perform { publisher in
          try publisher.publish(.thinking("x"))
          try await sim.clock.sleep(for: .seconds(600))
          return FinalAnswer(text: "Done")
        }
      }
    }

    /// A viewer by a sink, whose delivery is its value.
    func view(
      after cursor: Cursor = .zero, _ sink: CollectingSink = CollectingSink()
    ) -> SimulatedTask<Delivery<Cursor>, any Error> {
      sim.spawn("viewer") { [monitor] in
        var sink = sink
        return await monitor.deliver("a", after: cursor, to: &sink)
      }
    }

    /// When the agent has ended, in seconds; `nil` if it has come to its answer.
    func secondsUntilCancellation() async throws -> Double? {
      do {
        _ = try await agent.value
        return nil
      } catch is CancellationError {
        let last = try #require(try buffer.events(of: "a", after: .zero, limit: .max).last)
        #expect(last.payload == .cancelled(reason: "all viewers have hung up"))
        return Double(last.time / .milliseconds(1)) / 1_000
      }
    }
  }

  @Test("cancel the agent when they have been gone for the time of grace")
  func cancelled() throws {
    try simulate { sim in
      let stage = try Stage(sim)
      let viewers = [stage.view(), stage.view()]
      try await sim.clock.sleep(for: .seconds(1))
      viewers[0].cancel()
      try await sim.clock.sleep(for: .seconds(100))
      viewers[1].cancel()
      #expect(try await viewers[1].value.ending.name == "cancelled")
      #expect(try await stage.secondsUntilCancellation() == 111)
    }
  }

  @Test("do so as well when a sink fails, or a body, a viewing or an iteration is dropped")
  func otherWays() throws {
    let ways: [@Sendable (Stage) async throws -> Void] = [
      { stage in
        let delivery = try await stage.view(CollectingSink(failingSend: 1)).value
        #expect(delivery.ending.name == "sinkFailed(Broken())")
      },
      { stage in
        var iterator = stage.monitor.body(of: "a", encodedBy: JSONLinesEncoder())
          .makeAsyncIterator()
        #expect(await iterator.next() != nil)
      },
      { stage in _ = try await stage.monitor.admit("a").viewing() },
      { stage in
        _ = try await stage.monitor.admit("a").viewing().body(encodedBy: JSONLinesEncoder())
      },
      { stage in for try await _ in stage.buffer.events(of: "a") { break } },
    ]
    for way in ways {
      try simulate { sim in
        let stage = try Stage(sim)
        try await sim.clock.sleep(for: .seconds(1))
        try await way(stage)
        #expect(try await stage.secondsUntilCancellation() == 11)
      }
    }
  }

  @Test("and come back within the time of grace resume, and the agent goes on")
  func returned() throws {
    try simulate { sim in
      let stage = try Stage(sim)
      var cursor = Cursor.zero
      for _ in 1...3 {
        let viewer = stage.view(after: cursor)
        try await sim.clock.sleep(for: .seconds(60))
        viewer.cancel()
        let delivery = try await viewer.value
        #expect(delivery.cursor == 1)
        cursor = delivery.cursor
        try await sim.clock.sleep(for: .milliseconds(9_999))
      }
      #expect(try await stage.view(after: cursor).value.ending.name == "finished")
      #expect(try await stage.secondsUntilCancellation() == nil)
    }
  }

  @Test("are only those who were there")
  func unwatched() throws {
    try simulate { sim in
      let stage = try Stage(sim)
      #expect(try await stage.secondsUntilCancellation() == nil)
    }
  }

  @Test("are not those who are sent away, nor viewers of all traces")
  func otherEndings() throws {
    let endings: [@Sendable (Stage) async throws -> String] = [
      { stage in
        let viewer = stage.view()
        try await stage.sim.clock.sleep(for: .seconds(1))
        _ = await stage.buffer.drain(within: .seconds(1))
        return try await viewer.value.ending.name
      },
      { stage in
        // One that is cancelled since the server stops has not hung up either.
        let viewer = stage.view(
          CollectingSink(latency: .cancellable(.seconds(60), stage.sim.clock)))
        try await stage.sim.clock.sleep(for: .seconds(1))
        _ = await stage.buffer.drain(within: .seconds(1))
        viewer.cancel()
        return try await viewer.value.ending.name
      },
      { stage in try await stage.view(after: 7).value.ending.name },
      { stage in
        let viewer = stage.sim.spawn("viewer of all") {
          var sink = CollectingSink()
          return await stage.monitor.deliverAll(to: &sink)
        }
        try await stage.sim.clock.sleep(for: .seconds(1))
        viewer.cancel()
        return await viewer.value.ending.name
      },
      { stage in
        var sink = EventStreamSink(profile: .resumable, writer: CollectingWriter())
        try await sink.send(.complete(1, of: "a"))
        return await stage.monitor.deliver("a", to: &sink).ending.name.prefix(10).description
      },
    ]
    let names = ["draining", "cancelled", "bufferFailed(cursorAhead)", "cancelled", "sinkFailed"]
    for (ending, name) in zip(endings, names) {
      try simulate { sim in
        let stage = try Stage(sim)
        try await sim.clock.sleep(for: .seconds(1))
        let seen = try await ending(stage)
        #expect(seen == name)
        #expect(try await stage.secondsUntilCancellation() == nil, "\(name)")
      }
    }
  }

  /// Takes its time where told, whatever the task.
  private struct SlowSink: StatusSink {
    let clock: VirtualClock
    var sending = Duration.zero
    var closing = Duration.zero

    func send(_: StreamEvent) async throws { try await clock.sleep(for: sending) }
    func close() async throws { try await clock.sleep(for: closing) }
  }

  @Test("are not those who stall, but those are on whom the sink can't be closed either")
  func stalled() throws {
    try simulate { sim in
      let stage = try Stage(sim)
      let viewing = try await stage.monitor.admit("a").viewing()
      let (delivery, _) = await viewing.deliver(
        to: SlowSink(clock: sim.clock, sending: .seconds(60)), sendTimeout: .seconds(5))
      #expect(delivery.ending.name == "sinkStalled")
      #expect(try await stage.secondsUntilCancellation() == nil)
    }
    try simulate { sim in
      let stage = try Stage(sim)
      let viewing = try await stage.monitor.admit("a").viewing()
      let viewer = sim.spawn("viewer") {
        await viewing.deliver(
          to: SlowSink(clock: sim.clock, closing: .seconds(60)), closeTimeout: .seconds(2)
        ).delivery.ending.name
      }
      try await sim.clock.sleep(for: .seconds(1))
      viewer.cancel()
      #expect(await viewer.value == "sinkStalled")
      #expect(try await stage.secondsUntilCancellation() == 13)
    }
  }

  @Test("are forgotten while the buffer drains, when nobody can come back")
  func drained() throws {
    try simulate { sim in
      let stage = try Stage(sim)
      let viewer = stage.view()
      try await sim.clock.sleep(for: .seconds(1))
      viewer.cancel()
      _ = try await viewer.value
      try await sim.clock.sleep(for: .seconds(5))
      #expect(await stage.buffer.drain(within: nil) == .allGone)
      #expect(try await stage.secondsUntilCancellation() == nil)
    }
  }

  @Test("need no time to come back if they can't resume")
  func atOnce() throws {
    try simulate { sim in
      let stage = try Stage(sim, grace: .zero, clientsResume: false)
      let viewer = stage.view()
      try await sim.clock.sleep(for: .seconds(1))
      viewer.cancel()
      #expect(try await stage.secondsUntilCancellation() == 1)
    }
  }

  @Test("before the agent starts are looked at when it does")
  func beforePerforming() throws {
    for (pause, isCancelled) in [(9, false), (10, true)] {
      try simulate { sim in
        let buffer = StatusBuffer(clock: sim.clock)
        let run = try buffer.begin("a", onHangUp: .cancelsAgent(reconnectGrace: .seconds(10)))
        _ = try await Monitor(buffer: buffer, clock: sim.clock).admit("a").viewing()
        try await sim.clock.sleep(for: .seconds(pause))
        let hasBegun = Lock(false)
        _ = try? await run.perform { _ in
          hasBegun.withLock { $0 = true }
          try await sim.clock.sleep(for: .seconds(5))
          return FinalAnswer(text: "")
        }
        #expect(hasBegun.withLock { $0 } != isCancelled)
        let last = try buffer.events(of: "a", after: .zero, limit: .max).last?.payload
        #expect(last == .cancelled(reason: "all viewers have hung up"))
      }
    }
  }

  @Test("before the agent starts find the run cancelled if they come back too late")
  func tooLateBeforeTheStart() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let monitor = Monitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
      for (trace, pause) in [("a", 9), ("b", 11)] as [(TraceID, Int)] {
        let run = try buffer.begin(trace, onHangUp: .cancelsAgent(reconnectGrace: .seconds(10)))
        let first = sim.spawn("first viewer") {
          var sink = CollectingSink()
          return await monitor.deliver(trace, to: &sink).ending.name
        }
        try await sim.clock.sleep(for: .seconds(1))
        first.cancel()
        #expect(await first.value == "cancelled")
        try await sim.clock.sleep(for: .seconds(pause))
        let second = sim.spawn("second viewer") {
          var sink = CollectingSink()
          _ = await monitor.deliver(trace, to: &sink)
          return sink.events.map(\.payload)
        }
        try await sim.clock.sleep(for: .seconds(1))
        let answer = FinalAnswer(text: "Done")
        if pause < 10 {
          #expect(try await run.perform { _ in answer } == answer)
          #expect(await second.value == [.complete(answer)])
        } else {
          #expect(await second.value == [.cancelled(reason: "all viewers have hung up")])
          await #expect(throws: CancellationError.self) { try await run.perform { _ in answer } }
        }
      }
    }
  }

  @Test("leave an agent alone that is not theirs to stop")
  func agentContinues() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let run = try buffer.begin("a")
      let agent = sim.spawn("agent") {
        try await run.perform { _ in
          try await sim.clock.sleep(for: .seconds(600))
          return FinalAnswer(text: "Done")
        }
      }
      _ = try await Monitor(buffer: buffer, clock: sim.clock).admit("a").viewing()
      #expect(try await agent.value.text == "Done")
    }
  }

  @Test("are given a time above zero if they resume, as the error says")
  func graces() throws {
    for grace in [Duration.zero, .seconds(-1), .nanoseconds(-1)] {
      let error = #expect(throws: InvalidReconnectGrace.self) {
        try HangUpPolicy.cancelsAgent(reconnectGrace: grace)
      }
      #expect(error?.description.contains("expected more than zero") == true)
      #expect(error?.description.contains("\(grace)") == true)
    }
    let error = #expect(throws: InvalidReconnectGrace.self) {
      try HangUpPolicy.cancelsAgent(reconnectGrace: .seconds(-1), clientsResume: false)
    }
    #expect(error?.description == "reconnectGrace -1.0 seconds: expected zero or more")
    #expect(
      try HangUpPolicy.cancelsAgent(reconnectGrace: .zero, clientsResume: false) != .agentContinues)
  }

  @Test("and those who come back meet the end of the grace: one of two things happens")
  func exploration() throws {
    try explore(.random(seeds: 0..<500)) { sim in
      let stage = try Stage(sim, grace: .milliseconds(10))
      let first = stage.view()
      try await sim.clock.sleep(for: .seconds(1))
      first.cancel()
      let cursor = try await first.value.cursor
      try await sim.clock.sleep(for: .milliseconds(8 + sim.next(below: 4)))
      let pause = sim.clock.now.nanoseconds - 1_000_000_000
      var sink = CollectingSink()
      let delivery = await stage.monitor.deliver("a", after: cursor, to: &sink)
      #expect(delivery.ending.name == "finished")
      #expect(sink.sequences == [2])
      let time = try await stage.secondsUntilCancellation()
      #expect(time == nil || time == 1.01)
      if pause != 10_000_000 { #expect((time == nil) == (pause < 10_000_000)) }
    }
  }
}
