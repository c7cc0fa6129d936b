import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Monitor of all traces")
struct MonitorOfAllTracesTests {
  typealias Wakeup = StatusMonitor<StatusBuffer, VirtualClock>.Wakeup

  private func sequences(of trace: TraceID, in sink: CollectingSink) -> [Int] {
    sink.events.filter { $0.trace == trace }.map(\.sequence.rawValue)
  }

  @Test(
    "delivers every trace in its own order until the buffer is closed and all have ended",
    arguments: [Wakeup.polling(every: .milliseconds(50)), .onAppend])
  func delivery(wakeup: Wakeup) throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      for number in 1...3 {
        sim.spawn("agent \(number)") {
          try await sim.clock.sleep(for: .milliseconds(20 * number))
          try await buffer.withTrace(TraceID("run-\(number)")) { publisher in
            for _ in 1...number {
              try publisher.publish(.thinking("x"))
              try await sim.clock.sleep(for: .milliseconds(33))
            }
            return FinalAnswer(text: "")
          }
        }
      }
      sim.spawn("closer") {
        try await sim.clock.sleep(for: .milliseconds(61))
        buffer.close()
      }
      let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
      var sink = CollectingSink()
      let delivery = await monitor.deliverAll(to: &sink)
      #expect(delivery.ending.name == "finished")
      #expect(delivery.cursor == ["run-1": 2, "run-2": 3, "run-3": 4])
      for number in 1...3 {
        let trace = try TraceID("run-\(number)")
        #expect(sequences(of: trace, in: sink) == Array(1...number + 1))
      }
      #expect(sink.closes == 1)
    }
  }

  @Test("lets traces take turns, however much one of them has")
  func fairness() async throws {
    let buffer = StatusBuffer()
    for trace in ["busy", "quiet"] as [TraceID] { try buffer.open(trace) }
    try buffer.append(contentsOf: (1...500).map { .thinking("\($0)") }, to: "busy")
    try buffer.append(.thinking("x"), to: "quiet")
    for trace in ["busy", "quiet"] as [TraceID] {
      try buffer.finish(trace, with: .failed(message: "end"))
    }
    buffer.close()
    var sink = CollectingSink()
    #expect(await StatusMonitor(buffer: buffer).deliverAll(to: &sink).ending.name == "finished")
    #expect(sequences(of: "busy", in: sink) == Array(1...501))
    #expect(sequences(of: "quiet", in: sink) == [1, 2])
    let last = try #require(sink.events.last)
    #expect(last.trace == "busy")
  }

  @Test("ends at once where there is nothing and will be nothing")
  func empty() async {
    let buffer = StatusBuffer()
    buffer.close()
    var sink = CollectingSink()
    #expect(await StatusMonitor(buffer: buffer).deliverAll(to: &sink).ending.name == "finished")
    #expect(sink.isUntouched)
  }

  @Test("reads the tail of a trace that expires while a slow sink is written to")
  func expiredTail() throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(maximumFinishedTraces: 0), clock: sim.clock)
      for trace in ["a", "b"] as [TraceID] {
        try buffer.open(trace)
        try buffer.append(.thinking("1"), to: trace)
      }
      sim.spawn("agent") {
        try await sim.clock.sleep(for: .milliseconds(500))
        for trace in ["a", "b"] as [TraceID] {
          try buffer.append(.thinking("2"), to: trace)
          try buffer.finish(trace, with: .failed(message: "end"))
        }
        buffer.close()
      }
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      var sink = CollectingSink(latency: .stubborn(.seconds(1), sim.clock))
      #expect(await monitor.deliverAll(to: &sink).ending.name == "finished")
      #expect(sequences(of: "a", in: sink) == [1, 2, 3])
      #expect(sequences(of: "b", in: sink) == [1, 2, 3])
    }
  }

  @Test("stops where it was with a trace that is removed, and goes on with the others")
  func removed() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      for trace in ["a", "b"] as [TraceID] {
        try buffer.open(trace)
        try buffer.append(.thinking("1"), to: trace)
      }
      sim.spawn("agent") {
        try await sim.clock.sleep(for: .milliseconds(75))
        buffer.remove("a")
        try buffer.finish("b", with: .failed(message: "end"))
        buffer.close()
      }
      var sink = CollectingSink()
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      #expect(await monitor.deliverAll(to: &sink).ending.name == "finished")
      #expect(sequences(of: "a", in: sink) == [1])
      #expect(sequences(of: "b", in: sink) == [1, 2])
    }
  }

  @Test("learns of abandoned traces", arguments: [Wakeup.polling(every: .seconds(7)), .onAppend])
  func abandoned(wakeup: Wakeup) throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(abandonAfter: .seconds(60)), clock: sim.clock)
      try buffer.open("a")
      buffer.close()
      let monitor = StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
      var sink = CollectingSink()
      #expect(await monitor.deliverAll(to: &sink).ending.name == "finished")
      #expect(sim.clock.now.nanoseconds == 60_000_000_000)
    }
  }
}
