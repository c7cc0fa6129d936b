import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("The end of a drained connection")
struct DrainEndingTests {
  private struct Body: ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ bytes: [UInt8]) async throws {
      self.bytes += bytes
    }
  }

  /// What is written to a viewer that waits when the drain begins.
  private func bytes<Encoder: StatusEncoder>(
    _ encoder: Encoder, afterUpdates count: Int
  ) throws -> [UInt8] {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      for number in 0..<count { try buffer.append(.thinking("\(number)"), to: "a") }
      let viewer = sim.spawn("viewer") {
        var sink = EncodingSink(encoder: encoder, writer: Body())
        let delivery = await StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
          .deliver("a", to: &sink)
        return (delivery.ending.name, sink.writer.bytes)
      }
      try await sim.clock.sleep(for: .seconds(1))
      #expect(await buffer.drain(within: .seconds(1)) == .allGone)
      let (ending, bytes) = await viewer.value
      #expect(ending == "draining")
      return bytes
    }
  }

  @Test("is Close with 'going away' on a WebSocket, also if nothing was sent", arguments: [0, 1])
  func webSocket(count: Int) throws {
    let bytes = try bytes(WebSocketStatusEncoder(), afterUpdates: count)
    #expect(bytes.suffix(4) == [0x88, 0x02, 0x03, 0xE9])
    #expect(bytes.count == 4 || count == 1)
  }

  @Test("is just the end of an event stream, without an event that nobody published")
  func eventStream() throws {
    #expect(try bytes(EventStreamEncoder(profile: .resumable), afterUpdates: 0).isEmpty)
    let text = String(
      decoding: try bytes(EventStreamEncoder(profile: .resumable), afterUpdates: 1), as: UTF8.self)
    #expect(text.contains("id: 1\n"))
    #expect(text.split(separator: "event: ").count == 2)
  }

  @Test("is the footer of a terminal's frame that was cut, if there is one")
  func terminal() throws {
    #expect(try bytes(TerminalEncoder(), afterUpdates: 0).isEmpty)
    let text = String(decoding: try bytes(TerminalEncoder(), afterUpdates: 1), as: UTF8.self)
    #expect(text.contains("Disconnected before the end"))
  }

  @Test("is the same if another buffer says by its error that it drains")
  func anotherBuffer() throws {
    try simulate { sim in
      let buffer = DrainingBuffer(buffer: StatusBuffer(clock: sim.clock))
      let monitor = StatusMonitor(buffer: buffer, clock: sim.clock)
      try await buffer.open("a")
      _ = try await buffer.append(.thinking("x"), to: "a")
      let viewer = sim.spawn("viewer") {
        var sink = CollectingSink()
        let delivery = await monitor.deliver("a", to: &sink)
        return (delivery.ending.name, sink.sequences, sink.closes)
      }
      try await sim.clock.sleep(for: .seconds(1))
      #expect(await buffer.buffer.drain(within: nil) == .allGone)
      let (ending, sequences, closes) = await viewer.value
      #expect(ending == "draining")
      #expect(sequences == [1])
      #expect(closes == 1)
      var sink = CollectingSink()
      let refused = await monitor.deliver("a", after: 1, to: &sink)
      #expect(refused.ending.name == "bufferFailed(draining)")
      #expect(sink.isUntouched)
    }
  }
}

/// A buffer in front of another, which refuses to be read when that drains.
private struct DrainingBuffer: StatusBuffering {
  let buffer: StatusBuffer

  func open(_ trace: TraceID) async throws {
    try buffer.open(trace)
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try buffer.append(update, to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try buffer.finish(trace, with: outcome)
  }

  func events(of trace: TraceID, after cursor: Cursor, limit: Int) async throws -> [StreamEvent] {
    if buffer.isDraining { throw BufferError(.draining, trace: trace, context: "it shuts down") }
    return try buffer.events(of: trace, after: cursor, limit: limit)
  }

  func remove(_ trace: TraceID) async {
    buffer.remove(trace)
  }
}
