import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Monitor of one trace")
struct MonitorTests {
  typealias Wakeup = StatusMonitor<StatusBuffer, VirtualClock>.Wakeup

  @Test("delivers what comes at the moment of a look by that look")
  func momentOfALook() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      sim.spawn("agent") {
        try await buffer.withTrace("a") { publisher in
          for pause in [2, 3] {
            try await sim.clock.sleep(for: .seconds(pause))
            try publisher.publish(.thinking("x"))
          }
          try await sim.clock.sleep(for: .seconds(2))
          return FinalAnswer(text: "")
        }
      }
      var sink = GivenSink(clock: sim.clock)
      let monitor = StatusMonitor(
        buffer: buffer, wakeup: .polling(every: .seconds(1)), clock: sim.clock)
      #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
      #expect(sink.calls == ["send 1 at 2", "send 2 at 5", "send 3 at 7", "close at 7"])
    }
  }

  /// Publishes five updates 31 ms apart, never when somebody polls, and finishes 1 ns later.
  private func publishFive(_ sim: Simulation, _ buffer: StatusBuffer) async throws {
    try await buffer.withTrace("a") { publisher in
      for number in 1...5 {
        try await sim.clock.sleep(for: .milliseconds(31))
        try publisher.publish(.thinking("\(number)"))
      }
      try await sim.clock.sleep(for: .nanoseconds(1))
      return FinalAnswer(text: "")
    }
  }

  @Test(
    "delivers each event once, in order, to the end",
    arguments: [Wakeup.polling(every: .milliseconds(50)), .polling(every: .seconds(9)), .onAppend])
  func delivery(wakeup: Wakeup) throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      sim.spawn("agent") { try await publishFive(sim, buffer) }
      let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
      var sink = CollectingSink()
      let delivery = await monitor.deliver("a", to: &sink)
      #expect(delivery.ending.name == "finished")
      #expect(delivery.cursor == 6)
      #expect(sink.sequences == [1, 2, 3, 4, 5, 6])
      #expect(sink.closes == 1)
    }
  }

  @Test("looks again when told: at the interval, or on the append")
  func latency() throws {
    let arrivals = { (wakeup: Wakeup) throws -> [Int64] in
      try simulate { sim in
        let buffer = StatusBuffer(clock: sim.clock)
        sim.spawn("agent") { try await publishFive(sim, buffer) }
        let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
        let sink = TimingSink(clock: sim.clock)
        var target = sink
        _ = await monitor.deliver("a", to: &target)
        return await sink.arrivals.map { $0 / 1_000_000 }
      }
    }
    #expect(try arrivals(.polling(every: .milliseconds(50))) == [50, 100, 100, 150, 200, 200])
    #expect(try arrivals(.onAppend) == [31, 62, 93, 124, 155, 155])
  }

  /// An actor, to show that one can be a sink.
  private actor TimingSink: StatusSink {
    private let clock: VirtualClock
    private(set) var arrivals: [Int64] = []

    init(clock: VirtualClock) {
      self.clock = clock
    }

    func send(_ event: StreamEvent) async throws {
      arrivals.append(clock.now.nanoseconds)
    }
  }

  @Test("skips nothing that arrives while a slow sink is written to")
  func slowSink() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      sim.spawn("agent") { try await publishFive(sim, buffer) }
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      var sink = CollectingSink(latency: .stubborn(.milliseconds(70), sim.clock))
      #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
      #expect(sink.sequences == [1, 2, 3, 4, 5, 6])
    }
  }

  @Test("delivers a long tail after the agent has returned")
  func longTail() async throws {
    let buffer = StatusBuffer()
    try await buffer.withTrace("a") { publisher in
      for number in 1...1000 { try publisher.publish(.thinking("\(number)")) }
      return FinalAnswer(text: "")
    }
    var sink = CollectingSink()
    let delivery = await StatusMonitor(buffer: buffer).deliver("a", after: 3, to: &sink)
    #expect(delivery.cursor == 1001)
    #expect(sink.sequences == Array(4...1001))
  }

  /// Delivers three updates, each send taking a second, and cancels in the middle of the second.
  private func cancelledInTheSecondSend(
    _ latency: @escaping @Sendable (Duration, VirtualClock) -> CollectingSink.Latency
  ) throws -> (delivery: Delivery<Cursor>, sink: CollectingSink) {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      try buffer.append(contentsOf: (1...3).map { .thinking("\($0)") }, to: "a")
      let viewer = sim.spawn("viewer") {
        let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
        var sink = CollectingSink(latency: latency(.seconds(1), sim.clock))
        return (await monitor.deliver("a", to: &sink), sink)
      }
      try await sim.clock.sleep(for: .milliseconds(1500))
      viewer.cancel()
      return await viewer.value
    }
  }

  @Test("finishes the send in progress when cancelled, and begins no other")
  func cancelledWhileSending() throws {
    let (delivery, sink) = try cancelledInTheSecondSend { .stubborn($0, $1) }
    #expect(delivery.ending.name == "cancelled")
    #expect(delivery.cursor == 2)
    #expect(sink.sequences == [1, 2])
    #expect(sink.sends == 2)
    #expect(sink.closes == 1)
  }

  @Test("takes a send that gives up on cancellation for undelivered, and leaves the sink alone")
  func sendGivingUp() throws {
    let latencies: [@Sendable (Duration, VirtualClock) -> CollectingSink.Latency] = [
      { .cancellable($0, $1) }, { .aborting($0, $1) },
    ]
    for latency in latencies {
      let (delivery, sink) = try cancelledInTheSecondSend(latency)
      #expect(delivery.ending.name == "cancelled")
      #expect(delivery.cursor == 1)
      #expect(sink.sequences == [1])
      #expect(sink.closes == 0)
    }
  }

  @Test("takes a stray cancellation error of a sink for its failure")
  func strayCancellation() async throws {
    struct StraySink: StatusSink {
      mutating func send(_ event: StreamEvent) async throws { throw CancellationError() }
    }
    let buffer = StatusBuffer()
    try buffer.open("a")
    try buffer.append(.thinking("x"), to: "a")
    var sink = StraySink()
    let delivery = await StatusMonitor(buffer: buffer).deliver("a", to: &sink)
    #expect(delivery.ending.name == "sinkFailed(CancellationError())")
  }

  @Test("asks nothing of a sink that has thrown, and a resume sends that event again")
  func brokenSink() async throws {
    let buffer = StatusBuffer()
    try await buffer.withTrace("a") { publisher in
      for number in 1...4 { try publisher.publish(.thinking("\(number)")) }
      return FinalAnswer(text: "")
    }
    let monitor = StatusMonitor(buffer: buffer, heartbeatInterval: .nanoseconds(1))
    var broken = CollectingSink(failingSend: 3)
    let delivery = await monitor.deliver("a", to: &broken)
    #expect(delivery.ending.name == "sinkFailed(Broken())")
    #expect(delivery.cursor == 2)
    #expect(broken.sends == 3)
    #expect(broken.closes == 0)

    var next = CollectingSink()
    let resumed = await monitor.deliver("a", after: delivery.cursor, to: &next)
    #expect(resumed.ending.name == "finished")
    #expect(next.sequences == [3, 4, 5])
  }

  @Test("reports a sink that can't be closed")
  func brokenClose() async throws {
    let buffer = StatusBuffer()
    try await buffer.withTrace("a") { _ in FinalAnswer(text: "") }
    var sink = CollectingSink(isCloseFailing: true)
    let delivery = await StatusMonitor(buffer: buffer).deliver("a", to: &sink)
    #expect(delivery.ending.name == "sinkFailed(Broken())")
  }

  @Test("leaves a sink untouched to which there is nothing to say")
  func untouched() async throws {
    let buffer = StatusBuffer()
    try await buffer.withTrace("a") { publisher in
      try publisher.publish(.thinking("x"))
      return FinalAnswer(text: "")
    }
    let monitor = StatusMonitor(buffer: buffer)
    var sink = CollectingSink()
    let atTheEnd = await monitor.deliver("a", after: 2, to: &sink)
    #expect(atTheEnd.ending.name == "finished")
    #expect(atTheEnd.cursor == 2)
    let ahead = await monitor.deliver("a", after: 3, to: &sink)
    #expect(ahead.ending.name == "bufferFailed(cursorAhead)")
    #expect(ahead.cursor == 3)
    #expect(sink.isUntouched)
  }

  @Test(
    "waits for a trace to be opened, as long as the buffer allows",
    arguments: [Wakeup.polling(every: .seconds(7)), .onAppend])
  func openTimeout(wakeup: Wakeup) throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
      var sink = CollectingSink()
      let never = await monitor.deliver("never", to: &sink)
      #expect(never.ending.name == "bufferFailed(unknownTrace)")
      #expect(sim.clock.now.nanoseconds == 30_000_000_000)
      #expect(sink.isUntouched)

      sim.spawn("agent") {
        try await sim.clock.sleep(for: .seconds(29))
        try await publishFive(sim, buffer)
      }
      #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
    }
  }

  @Test(
    "gives a viewer the tail of a trace that is gone, then says so",
    arguments: [Wakeup.polling(every: .milliseconds(50)), .onAppend])
  func removed(wakeup: Wakeup) throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(maximumFinishedTraces: 0), clock: sim.clock)
      for trace in ["open", "finished"] as [TraceID] {
        try buffer.open(trace)
        try buffer.append(.thinking("1"), to: trace)
      }
      let viewers = (["open", "finished"] as [TraceID]).map { trace in
        sim.spawn("viewer of \(trace)") {
          let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
          var sink = CollectingSink()
          let ending = await monitor.deliver(trace, to: &sink).ending.name
          return "\(ending) \(sink.sequences) \(sink.closes)"
        }
      }
      try await sim.clock.sleep(for: .milliseconds(10))
      for trace in ["open", "finished"] as [TraceID] {
        try buffer.append(.thinking("2"), to: trace)
      }
      buffer.remove("open")
      try buffer.finish("finished", with: .failed(message: "end"))
      #expect(buffer.traceCount == 0)
      #expect(await viewers[0].value == "bufferFailed(removed) [1, 2] 1")
      #expect(await viewers[1].value == "finished [1, 2, 3] 1")
    }
  }

  @Test(
    "tells a viewer at once when a silent trace is abandoned",
    arguments: [Wakeup.polling(every: .seconds(7)), .onAppend])
  func abandoned(wakeup: Wakeup) throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(abandonAfter: .seconds(60)), clock: sim.clock)
      try buffer.open("a")
      let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
      var sink = CollectingSink()
      #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
      #expect(sink.events.map(\.payload) == [.failed(message: "abandoned")])
      #expect(sim.clock.now.nanoseconds == 60_000_000_000)
    }
  }

  @Test(
    "sends heartbeats after idle intervals, counted from the last write",
    arguments: [Wakeup.polling(every: .milliseconds(400)), .onAppend])
  func heartbeats(wakeup: Wakeup) throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let monitor = StatusMonitor(
        buffer: buffer, wakeup: wakeup, heartbeatInterval: .seconds(1), clock: sim.clock)
      sim.spawn("agent") {
        try await sim.clock.sleep(for: .milliseconds(2500))
        try buffer.open("a")
        for _ in 1...4 {
          try await sim.clock.sleep(for: .milliseconds(900))
          try buffer.append(.thinking("x"), to: "a")
        }
        try await sim.clock.sleep(for: .milliseconds(3500))
        try buffer.finish("a", with: .failed(message: "end"))
      }
      var sink = CollectingSink()
      #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
      // Two or three before the first update at 3.4 s, three in the 3.5 s of silence at the end.
      #expect(sink.heartbeats == 6)
      #expect(sink.sequences == [1, 2, 3, 4, 5])
    }
  }

  @Test("ends alone when its sink fails: other viewers get everything")
  func independentViewers() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      sim.spawn("agent") { try await publishFive(sim, buffer) }
      let viewers = [2, nil, 4].map { failingSend in
        sim.spawn("viewer") {
          let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
          var sink = CollectingSink(failingSend: failingSend)
          return await (monitor.deliver("a", to: &sink).ending.name, sink.sequences)
        }
      }
      #expect(await viewers[0].value == ("sinkFailed(Broken())", [1]))
      #expect(await viewers[1].value == ("finished", [1, 2, 3, 4, 5, 6]))
      #expect(await viewers[2].value == ("sinkFailed(Broken())", [1, 2, 3]))
    }
  }

  @Test("shows a viewer that fell behind one gap and the rest")
  func gap() throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(capacity: 2), clock: sim.clock)
      sim.spawn("agent") { try await publishFive(sim, buffer) }
      let monitor = StatusMonitor(
        buffer: buffer, wakeup: .polling(every: .seconds(1)), clock: sim.clock)
      var sink = CollectingSink()
      #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
      #expect(sink.sequences == [3, 4, 5, 6])
      #expect(sink.events.first?.payload == .gap(lost: 3))
    }
  }
}
