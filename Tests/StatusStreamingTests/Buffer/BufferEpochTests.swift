import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("A buffer with an epoch")
struct BufferEpochTests {
  private func buffer(_ epoch: Epoch?) throws -> StatusBuffer {
    let buffer = StatusBuffer(configuration: .init(capacity: 2, epoch: epoch))
    try buffer.open("a")
    for number in 1...4 { try buffer.append(.thinking("\(number)"), to: "a") }
    try buffer.finish("a", with: .complete(FinalAnswer(text: "Done")))
    return buffer
  }

  @Test("gives every event its epoch, gaps and the end included")
  func events() throws {
    let events = try buffer("b7").events(of: "a", after: 0, limit: .max)
    #expect(events.map { "\($0.cursor)" } == ["b7-2", "b7-3", "b7-4", "b7-5"])
    #expect(try buffer(nil).events(of: "a", after: 1, limit: 1).map { "\($0.cursor)" } == ["2"])
  }

  @Test(
    "refuses the cursors of others wherever it takes one",
    arguments: [
      (Cursor(3, in: "old"), "new"), (3, "new"), (Cursor(3, in: "old"), nil),
    ] as [(Cursor, Epoch?)])
  func others(cursor: Cursor, epoch: Epoch?) async throws {
    let buffer = try buffer(epoch)
    let refusals: [() async throws -> Void] = [
      { _ = try buffer.events(of: "a", after: cursor, limit: 1) },
      { _ = try buffer.reader(for: "a").events(after: cursor) },
      { for try await _ in buffer.events(of: "a", after: cursor) {} },
      { try await buffer.awaitEvents(of: "a", after: cursor) },
      // That it is another history is said first: in this one the trace may not be there.
      { _ = try buffer.events(of: "gone", after: cursor, limit: 1) },
      { for try await _ in buffer.events(of: "gone", after: cursor) {} },
    ]
    for refusal in refusals {
      let error = await #expect(throws: BufferError.self) { try await refusal() }
      #expect(error?.code == .otherEpoch)
    }
    var sink = CollectingSink()
    let monitor = StatusMonitor(buffer: buffer)
    let delivery = await monitor.deliver("a", after: cursor, to: &sink)
    #expect(delivery.ending.name == "bufferFailed(otherEpoch)")
    #expect(delivery.cursor == cursor)
    let all = await monitor.deliverAll(after: ["a": cursor], to: &sink)
    #expect(all.ending.name == "bufferFailed(otherEpoch)")
    #expect(all.cursor == ["a": cursor])
    #expect(sink.isUntouched)
  }

  @Test("writes EPOCH-N where a client is told a number, and takes it back")
  func wires() async throws {
    let buffer = try buffer("b7")
    let monitor = StatusMonitor(buffer: buffer)
    var stream = EventStreamSink(profile: .resumable, writer: Body())
    let delivery = await monitor.deliver("a", to: &stream)
    #expect(delivery.cursor == Cursor(5, in: "b7"))
    let lines = stream.writer.text.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("id") } == (2...5).map { "id: b7-\($0)" })
    var rest = EventStreamSink(profile: .resumable, writer: Body())
    _ = try await monitor.deliver("a", after: Cursor(lastEventID: "b7-3"), to: &rest)
    #expect(rest.writer.text.hasPrefix("retry: 3000\nid: b7-4\n"))
    var listing = JSONLinesSink(writer: Body())
    _ = await monitor.deliver("a", to: &listing)
    #expect(listing.writer.text.contains(#","trace":"a","sequence":"b7-2","gap":{"#))
  }

  @Test("changes no byte that is not a number for clients")
  func otherBytes() async throws {
    var bodies: [[String]] = []
    for epoch in [nil, "b7"] as [Epoch?] {
      let monitor = StatusMonitor(buffer: try buffer(epoch))
      var terminal = TerminalSink(writer: Body())
      _ = await monitor.deliver("a", to: &terminal)
      var socket = WebSocketSink(writer: Body())
      _ = await monitor.deliver("a", to: &socket)
      var reference = EventStreamSink(profile: .reference, writer: Body())
      _ = await monitor.deliver("a", after: Cursor(2, in: epoch), to: &reference)
      bodies.append([terminal.writer.text, socket.writer.text, reference.writer.text])
    }
    #expect(bodies[0] == bodies[1])
    #expect(bodies[0].allSatisfy { !$0.isEmpty })
  }
}

/// Keeps what is written.
private struct Body: ByteWriter {
  private(set) var bytes: [UInt8] = []
  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func write(_ bytes: [UInt8]) async throws { self.bytes += bytes }
}
