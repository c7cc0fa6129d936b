import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Runs under one id, beside a viewer of all traces")
struct ReusedTraceTests {
  typealias Wakeup = StatusMonitor<StatusBuffer, VirtualClock>.Wakeup

  private static let wakeups = [Wakeup.polling(every: .seconds(1)), .onAppend]

  /// Opens a trace and publishes updates that name the run.
  private func begin(_ run: String, _ count: Int, in buffer: StatusBuffer) throws {
    try buffer.open("a")
    if count > 0 {
      try buffer.append(contentsOf: (1...count).map { .thinking("\(run)\($0)") }, to: "a")
    }
  }

  private func end(in buffer: StatusBuffer) throws {
    try buffer.finish("a", with: .failed(message: "end"))
  }

  /// What the events of a trace say, a word for each.
  private func words(_ events: [StreamEvent], of trace: TraceID = "a") -> String {
    let words = events.filter { $0.trace == trace }.map { event in
      switch event.payload {
      case .update(let update): update.message ?? ""
      case .gap(let lost): "gap\(lost)"
      case .complete, .failed, .cancelled: "end\(event.sequence)"
      }
    }
    return words.joined(separator: " ")
  }

  /// Lets a viewer of all traces watch what is done to a buffer.
  private func watch(
    _ wakeup: Wakeup, _ configuration: StatusBuffer.Configuration = .init(),
    latency: Duration = .zero,
    _ act: @escaping @Sendable (Simulation, StatusBuffer) async throws -> Void
  ) throws -> (events: [StreamEvent], ending: String, cursors: TraceCursors) {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: configuration, clock: sim.clock)
      try buffer.open("other")
      let viewer = sim.spawn("viewer") {
        var sink = CollectingSink(latency: .stubborn(latency, sim.clock))
        let delivery = await StatusMonitor(buffer: buffer, wakeup: wakeup, clock: sim.clock)
          .deliverAll(to: &sink)
        return (sink.events, delivery.ending.name, delivery.cursor)
      }
      try await sim.clock.sleep(for: .milliseconds(1))
      try await act(sim, buffer)
      try buffer.append(.thinking("undisturbed"), to: "other")
      try buffer.finish("other", with: .failed(message: "end"))
      buffer.close()
      return await viewer.value
    }
  }

  @Test(
    "come one after the other from their first events, whatever their lengths",
    arguments: wakeups, [(2, 5), (5, 2), (3, 3), (0, 1), (200, 130)])
  func second(wakeup: Wakeup, counts: (first: Int, second: Int)) throws {
    for isFinished in [true, false] {
      for pauses in [[0, 0], [2_500, 0], [0, 2_500], [2_500, 2_500]] {
        let seen = try watch(wakeup) { sim, buffer in
          try begin("x", counts.first, in: buffer)
          if isFinished { try end(in: buffer) }
          try await sim.clock.sleep(for: .milliseconds(pauses[0]))
          buffer.remove("a")
          try await sim.clock.sleep(for: .milliseconds(pauses[1]))
          try begin("y", counts.second, in: buffer)
          try end(in: buffer)
        }
        let first = (0..<counts.first).map { "x\($0 + 1)" }
        let second = (0..<counts.second).map { "y\($0 + 1)" }
        let expected =
          first + (isFinished ? ["end\(counts.first + 1)"] : []) + second
          + ["end\(counts.second + 1)"]
        #expect(words(seen.events) == expected.joined(separator: " "), "\(pauses)")
        #expect(words(seen.events, of: "other") == "undisturbed end2")
        #expect(seen.ending == "finished")
        #expect(seen.cursors["a"]?.number.rawValue == counts.second + 1)
      }
    }
  }

  @Test("are all delivered though they come and go between two looks", arguments: wakeups)
  func several(wakeup: Wakeup) throws {
    for configuration in [
      .init(maximumFinishedTraces: 0), .init(retention: .zero), .init(capacity: 2), .init(),
    ] as [StatusBuffer.Configuration] {
      for latency in [Duration.zero, .milliseconds(300)] {
        let seen = try watch(wakeup, configuration, latency: latency) { sim, buffer in
          try await sim.clock.sleep(for: .milliseconds(1_200))
          for run in ["u", "v", "w"] {
            try begin(run, 2, in: buffer)
            if run != "v" { try end(in: buffer) }
            buffer.remove("a")
          }
        }
        #expect(words(seen.events) == "u1 u2 end3 v1 v2 w1 w2 end3")
        #expect(words(seen.events, of: "other") == "undisturbed end2")
        #expect(seen.ending == "finished")
        #expect(seen.cursors["a"] == nil)
      }
    }
  }

  @Test("are told of as gaps where there were too many to keep", arguments: wakeups)
  func gaps(wakeup: Wakeup) throws {
    let configuration = StatusBuffer.Configuration(capacity: 4_000, maximumFinishedTraces: 0)
    let seen = try watch(wakeup, configuration, latency: .milliseconds(1)) { sim, buffer in
      try await sim.clock.sleep(for: .milliseconds(1_200))
      for run in 1...5 {
        try buffer.open("a")
        try buffer.append(contentsOf: (1...3_000).map { .thinking("\(run).\($0)") }, to: "a")
        if run != 1 { try end(in: buffer) } else { buffer.remove("a") }
      }
      try begin("last", 1, in: buffer)
      try end(in: buffer)
    }
    let events = seen.events.filter { $0.trace == "a" }
    let received = events.count { if case .update = $0.payload { true } else { false } }
    let lost = events.reduce(0) { sum, event in
      if case .gap(let lost) = event.payload { sum + lost } else { sum }
    }
    #expect(lost == 6_000)
    #expect(received + lost == 15_001)
    #expect(words(events).hasPrefix("gap3000 gap3000 end3001 3.1 "))
    #expect(words(events).hasSuffix("5.3000 end3001 last1 end2"))
    #expect(events.prefix(3).map(\.sequence) == [3_000, 3_000, 3_001])
  }

  @Test(
    "keep no more bytes for one that is behind than the buffer may hold, and tell how each ended",
    arguments: wakeups)
  func bytes(wakeup: Wakeup) throws {
    let configuration = StatusBuffer.Configuration(
      maximumFinishedTraces: 0, limits: .init(bytes: 100_000))
    let runs = 200
    let seen = try watch(wakeup, configuration, latency: .milliseconds(1)) { sim, buffer in
      try await sim.clock.sleep(for: .milliseconds(1_200))
      for run in 0..<runs {
        try begin("\(run).", 2, in: buffer)
        let text = String(repeating: "x", count: 2_000)
        try buffer.finish(
          "a",
          with: [
            .complete(FinalAnswer(text: text, artifacts: ["a": "b"])), .failed(message: text),
            .cancelled(reason: text),
          ][run % 3])
      }
    }
    let ends = seen.events.filter { $0.trace == "a" && $0.payload.isTerminal }
    #expect(ends.count == runs)
    var whole = 0
    for (run, end) in ends.enumerated() {
      switch (run % 3, end.payload) {
      case (0, .complete(let answer)) where answer.text.isEmpty:
        #expect(answer == FinalAnswer(text: "", metadata: ["omitted": "answer"]))
      case (1, .failed(let text)), (2, .cancelled(let text)):
        if text.utf8.count == 2_000 { whole += 1 } else { #expect(text.hasSuffix("x…")) }
      case (0, .complete): whole += 1
      default: Issue.record("\(end)")
      }
    }
    // What is left of the others takes two thirds of the room.
    #expect((5...30).contains(whole))
    #expect(words(seen.events).hasSuffix("\(runs - 1).1 \(runs - 1).2 end3"))
  }

  @Test("are told apart by a viewer that comes again")
  func resumed() async throws {
    for counts in [(5, 2), (2, 5), (3, 3)] {
      for isCut in [true, false] {
        let buffer = StatusBuffer()
        let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend)
        try begin("x", counts.0, in: buffer)
        try end(in: buffer)
        try buffer.open("other")
        var first = CollectingSink(failingSend: isCut ? 3 : counts.0 + 2)
        try buffer.append(.thinking("1"), to: "other")
        let delivery = await monitor.deliverAll(to: &first)
        #expect(delivery.ending.name == "sinkFailed(Broken())")
        buffer.remove("a")
        try begin("y", counts.1, in: buffer)
        try end(in: buffer)
        try buffer.finish("other", with: .failed(message: "end"))
        buffer.close()
        var second = CollectingSink()
        let resumed = await monitor.deliverAll(after: delivery.cursor, to: &second)
        #expect(resumed.ending.name == "finished")
        let expected = (1...counts.1).map { "y\($0)" } + ["end\(counts.1 + 1)"]
        #expect(words(second.events) == expected.joined(separator: " "))
        // The first connection broke before it came to the other trace, or at it.
        #expect(words(second.events, of: "other") == "1 end2")
      }
    }
  }

  @Test("begin anew for a cursor by hand that is beyond them, others undisturbed")
  func byHand() async throws {
    let buffer = StatusBuffer()
    try begin("y", 2, in: buffer)
    try end(in: buffer)
    try buffer.open("b")
    try buffer.append(contentsOf: [.thinking("1"), .thinking("2")], to: "b")
    try buffer.finish("b", with: .failed(message: "end"))
    buffer.close()
    var sink = CollectingSink()
    let delivery = await StatusMonitor(buffer: buffer)
      .deliverAll(after: ["a": 9, "b": 1, "gone": 4], to: &sink)
    #expect(delivery.ending.name == "finished")
    #expect(words(sink.events) == "y1 y2 end3")
    #expect(words(sink.events, of: "b") == "2 end3")
    #expect(delivery.cursor == ["a": 3, "b": 3])
  }
}
