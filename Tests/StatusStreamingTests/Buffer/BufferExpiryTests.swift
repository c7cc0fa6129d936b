import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Expiry of traces")
struct BufferExpiryTests {
  private func holds(_ trace: TraceID, in buffer: StatusBuffer) -> Bool {
    (try? buffer.events(of: trace, after: .zero, limit: 1)) != nil
  }

  @Test("goes by age from the end, when a trace is opened or finished")
  func age() throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(retention: .seconds(10)), clock: sim.clock)
      try buffer.open("a")
      try await sim.clock.sleep(for: .seconds(100))
      try buffer.finish("a", with: .failed(message: "end"))
      try await sim.clock.sleep(for: .nanoseconds(9_999_999_999))
      try buffer.open("b")
      #expect(holds("a", in: buffer))
      try await sim.clock.sleep(for: .nanoseconds(1))
      #expect(holds("a", in: buffer))
      try buffer.finish("b", with: .failed(message: "end"))
      #expect(!holds("a", in: buffer))
      #expect(holds("b", in: buffer))
      try buffer.open("a")
    }
  }

  @Test("goes by count, those that ended first going first, and spares open traces")
  func count() throws {
    let buffer = StatusBuffer(configuration: .init(maximumFinishedTraces: 2))
    let traces: [TraceID] = ["a", "b", "c", "d"]
    for trace in traces { try buffer.open(trace) }
    for trace in ["c", "a", "d"] as [TraceID] {
      try buffer.finish(trace, with: .failed(message: "end"))
    }
    #expect(traces.map { holds($0, in: buffer) } == [true, true, false, true])
    #expect(buffer.traceCount == 3)
  }

  @Test("does not count traces that were removed")
  func removed() throws {
    let buffer = StatusBuffer(configuration: .init(maximumFinishedTraces: 2))
    for trace in ["a", "b", "c"] as [TraceID] {
      try buffer.open(trace)
      try buffer.finish(trace, with: .failed(message: "end"))
      if trace == "a" { buffer.remove("a") }
    }
    #expect(holds("b", in: buffer))
    #expect(holds("c", in: buffer))
  }

  @Test("fails open traces that have been silent for too long, to the nanosecond")
  func abandoned() throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(abandonAfter: .seconds(10)), clock: sim.clock)
      try buffer.open("silent")
      try buffer.open("active")
      try await sim.clock.sleep(for: .seconds(5))
      try buffer.append(.thinking("x"), to: "active")
      try await sim.clock.sleep(for: .nanoseconds(4_999_999_999))
      #expect(try buffer.events(of: "silent", after: .zero, limit: 1).isEmpty)
      try buffer.append(.thinking("just in time"), to: "silent")
      try await sim.clock.sleep(for: .nanoseconds(5_000_000_001))
      try buffer.open("other")
      let active = try buffer.events(of: "active", after: .zero, limit: .max)
      #expect(active.map(\.payload) == [.update(.thinking("x")), .failed(message: "abandoned")])
      #expect(active.last?.time == .seconds(15))
      let late = #expect(throws: BufferError.self) {
        try buffer.append(.thinking("late"), to: "active")
      }
      #expect(late?.code == .traceFinished)
      #expect(try buffer.append(.thinking("y"), to: "silent") == 2)
    }
  }

  @Test("fails a silent trace also when it is only read")
  func abandonedWhenRead() throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(abandonAfter: .seconds(10)), clock: sim.clock)
      try buffer.open("a")
      try await sim.clock.sleep(for: .seconds(10))
      let events = try buffer.events(of: "a", after: .zero, limit: 1)
      #expect(events.map(\.payload) == [.failed(message: "abandoned")])
    }
  }

  @Test("keeps watching a great many traces that come and go")
  func turnover() throws {
    try simulate { sim in
      let buffer = StatusBuffer(
        configuration: .init(maximumFinishedTraces: 0, abandonAfter: .seconds(1000)),
        clock: sim.clock)
      try buffer.open("silent")
      for number in 0..<500 {
        let trace = try TraceID("run-\(number)")
        try buffer.open(trace)
        try await sim.clock.sleep(for: .seconds(1))
        try buffer.finish(trace, with: .failed(message: "end"))
      }
      #expect(buffer.traceCount == 1)
      try await sim.clock.sleep(for: .seconds(500))
      try buffer.open("next")
      #expect(!holds("silent", in: buffer))
    }
  }

  @Test("takes a batch for a sign of life, too")
  func batches() throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(abandonAfter: .seconds(10)), clock: sim.clock)
      try buffer.open("a")
      try await sim.clock.sleep(for: .seconds(6))
      try buffer.append(contentsOf: [.thinking("x"), .thinking("y")], to: "a")
      try await sim.clock.sleep(for: .nanoseconds(9_999_999_999))
      #expect(try buffer.events(of: "a", after: 2, limit: 1).isEmpty)
      try await sim.clock.sleep(for: .nanoseconds(1))
      let events = try buffer.events(of: "a", after: 2, limit: 1)
      #expect(events.map(\.payload) == [.failed(message: "abandoned")])
      #expect(events.map(\.time) == [.seconds(16)])
    }
  }

  @Test("fails silent traces at their times after a great many others have been cleared out")
  func clearedOut() throws {
    try simulate { sim in
      let buffer = StatusBuffer(
        configuration: .init(maximumFinishedTraces: 0, abandonAfter: .seconds(1_000)),
        clock: sim.clock)
      let silent = try (0..<20).map { try TraceID("silent-\($0)") }
      for number in 0..<400 {
        if number % 20 == 0 { try buffer.open(silent[number / 20]) }
        let trace = try TraceID("run-\(number)")
        try buffer.open(trace)
        try buffer.finish(trace, with: .failed(message: "end"))
        try await sim.clock.sleep(for: .seconds(1))
      }
      // At 400 s; each is abandoned 1,000 s after it was opened, and found so by who looks.
      for (index, trace) in silent.enumerated() {
        let deadline = VirtualClock.Instant.zero.advanced(by: .seconds(1_000 + 20 * index))
        try await sim.clock.sleep(until: deadline.advanced(by: .nanoseconds(-1)))
        #expect(try buffer.events(of: trace, after: .zero, limit: 1).isEmpty)
        try await sim.clock.sleep(until: deadline)
        let end = try buffer.events(of: trace, after: .zero, limit: 1)
        #expect(end.map(\.payload) == [.failed(message: "abandoned")])
        #expect(end.map(\.time) == [.seconds(1_000)])
      }
    }
  }
}
