import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("A trace as a sequence")
struct BufferSequenceTests {
  @Test("yields what is there, then what comes, and ends with the terminal event")
  func following() throws {
    let received = try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      try buffer.append(.thinking("1"), to: "a")
      let reader = sim.spawn("reader") {
        var received: [(SequenceNumber, Duration)] = []
        for try await event in buffer.events(of: "a") {
          received.append((event.sequence, VirtualClock.Instant.zero.duration(to: sim.clock.now)))
        }
        return received.map { "\($0.0)@\($0.1)" }
      }
      for _ in 2...4 {
        try await sim.clock.sleep(for: .seconds(1))
        try buffer.append(.thinking("x"), to: "a")
      }
      try buffer.finish("a", with: .failed(message: "end"))
      return try await reader.value
    }
    let times = [Duration.zero, .seconds(1), .seconds(2), .seconds(3), .seconds(3)]
    #expect(received == times.enumerated().map { "\($0.offset + 1)@\($0.element)" })
  }

  @Test("begins after its cursor, and is empty at the terminal number")
  func resuming() async throws {
    let buffer = StatusBuffer()
    try await buffer.withTrace("a") { publisher in
      for number in 1...600 { try publisher.publish(.thinking("\(number)")) }
      return FinalAnswer(text: "")
    }
    for cursor in [0, 599, 600, 601] {
      var sequences: [Int] = []
      for try await event in buffer.events(of: "a", after: Cursor(SequenceNumber(rawValue: cursor)))
      {
        sequences.append(event.sequence.rawValue)
      }
      #expect(sequences == Array(cursor..<601).map { $0 + 1 })
    }
  }

  @Test("waits for a trace that is not open yet, but not for ever")
  func openTimeout() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let patient = sim.spawn("patient") {
        var count = 0
        for try await _ in buffer.events(of: "a") { count += 1 }
        return count
      }
      let disappointed = sim.spawn("disappointed") {
        for try await _ in buffer.events(of: "never") {}
      }
      try await sim.clock.sleep(for: .nanoseconds(29_999_999_999))
      try buffer.open("a")
      try buffer.finish("a", with: .failed(message: "end"))
      #expect(try await patient.value == 1)
      let error = await #expect(throws: BufferError.self) { try await disappointed.value }
      #expect(error?.code == .unknownTrace)
      #expect(sim.clock.now == VirtualClock.Instant(nanoseconds: 30_000_000_000))
    }
  }

  @Test("gives a reader the tail of a trace that was removed, then says so")
  func removed() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      let reader = sim.spawn("reader") {
        var iterator = buffer.events(of: "a").makeAsyncIterator()
        let first = try await iterator.next()
        #expect(first?.sequence == 1)
        try await sim.clock.sleep(for: .seconds(2))
        let second = try await iterator.next()
        #expect(second?.sequence == 2)
        _ = try await iterator.next()
      }
      try buffer.append(.thinking("1"), to: "a")
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.append(.thinking("2"), to: "a")
      buffer.remove("a")
      let error = await #expect(throws: BufferError.self) { try await reader.value }
      #expect(error?.code == .removed)
    }
  }

  @Test("wakes a waiting reader when the trace is removed or abandoned")
  func wokenByTheEnd() throws {
    try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(abandonAfter: .seconds(60)), clock: sim.clock)
      try buffer.open("removed")
      try buffer.open("abandoned")
      let removed = sim.spawn("removed") {
        for try await _ in buffer.events(of: "removed") {}
      }
      let abandoned = sim.spawn("abandoned") {
        var last: StreamEvent?
        for try await event in buffer.events(of: "abandoned") { last = event }
        return last
      }
      try await sim.clock.sleep(for: .seconds(1))
      buffer.remove("removed")
      let error = await #expect(throws: BufferError.self) { try await removed.value }
      #expect(error?.code == .removed)
      #expect(sim.clock.now == VirtualClock.Instant(nanoseconds: 1_000_000_000))
      #expect(try await abandoned.value?.payload == .failed(message: "abandoned"))
      #expect(sim.clock.now == VirtualClock.Instant(nanoseconds: 60_000_000_000))
    }
  }

  @Test("ends with a cancellation error when its reader is cancelled")
  func cancelled() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      let reader = sim.spawn("reader") { for try await _ in buffer.events(of: "a") {} }
      try await sim.clock.sleep(for: .seconds(1))
      reader.cancel()
      await #expect(throws: CancellationError.self) { try await reader.value }
    }
  }
}
