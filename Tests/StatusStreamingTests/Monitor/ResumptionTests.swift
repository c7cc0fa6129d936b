import DeterministicSimulation
import StatusStreaming
import Testing
import WireDecoding

@Suite("Resuming an event stream")
struct ResumptionTests {
  /// Accepts a number of bytes, then breaks in the middle of whatever it is given.
  private struct BreakingWriter: ByteWriter {
    struct Broken: Error {}

    var capacity: Int
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) {
      self.capacity = capacity
    }

    mutating func write(_ bytes: [UInt8]) async throws {
      self.bytes += bytes.prefix(capacity - self.bytes.count)
      if self.bytes.count == capacity { throw Broken() }
    }
  }

  /// What a browser makes of a response body.
  private struct Client {
    var lastEventID = ""
    var events: [EventStreamDecoder.Event] = []

    mutating func read(_ body: [UInt8]) throws {
      var decoder = EventStreamDecoder(lastEventID: lastEventID)
      decoder.feed(body)
      while let item = try decoder.next() {
        if case .event(let event) = item { events.append(event) }
      }
      lastEventID = decoder.lastEventID
    }

    var cursor: Cursor {
      get throws { try Cursor(lastEventID: lastEventID.isEmpty ? nil : lastEventID) }
    }
  }

  private func buffer(capacity: Int = 100) async throws -> StatusBuffer {
    let buffer = StatusBuffer(configuration: .init(capacity: capacity))
    try await buffer.withTrace("a") { publisher in
      for message in ["x", "\n\ndata: forged\n\n", "é\u{2028}🤔", nil] {
        try publisher.publish(.step(1, .running, message))
      }
      return FinalAnswer(text: "Done\r\n")
    }
    return buffer
  }

  /// Connects once, over a connection that breaks after a number of bytes.
  private func connect(
    _ client: inout Client, to buffer: StatusBuffer, capacity: Int
  ) async throws -> Delivery<Cursor> {
    var sink = EventStreamSink(profile: .resumable, writer: BreakingWriter(capacity: capacity))
    let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend)
    let delivery = try await monitor.deliver("a", after: client.cursor, to: &sink)
    try client.read(sink.writer.bytes)
    return delivery
  }

  @Test("completes what was cut at any byte, with nothing lost, repeated or forged")
  func cutAnywhere() async throws {
    let buffer = try await buffer()
    var whole = Client()
    _ = try await connect(&whole, to: buffer, capacity: .max)
    #expect(whole.events.map(\.lastEventID) == ["1", "2", "3", "4", "5"])
    var size = 0
    var delivery: Delivery<Cursor>
    repeat {
      size += 1
      var client = Client()
      delivery = try await connect(&client, to: buffer, capacity: size)
      _ = try await connect(&client, to: buffer, capacity: .max)
      #expect(client.events.map(\.lastEventID) == whole.events.map(\.lastEventID), "\(size)")
      #expect(client.events.map(\.data) == whole.events.map(\.data), "\(size)")
    } while delivery.ending.name != "finished"
    #expect(size > 500)
  }

  @Test("gives a client that is behind what is kept one gap first")
  func gap() async throws {
    let buffer = try await buffer(capacity: 2)
    var client = Client(lastEventID: "1")
    _ = try await connect(&client, to: buffer, capacity: .max)
    #expect(client.events.map(\.type) == ["gap", "update", "update", "complete"])
    #expect(client.events.map(\.lastEventID) == ["2", "3", "4", "5"])
    #expect(client.events.first?.data == Array(#"{"lost":1}"#.utf8))
  }

  @Test("gives a client that has the terminal event nothing, and one from the future an error")
  func boundaries() async throws {
    let buffer = try await buffer()
    var finished = Client(lastEventID: "5")
    let nothing = try await connect(&finished, to: buffer, capacity: .max)
    #expect(nothing.ending.name == "finished")
    #expect(finished.events.isEmpty)
    var ahead = Client(lastEventID: "6")
    let refused = try await connect(&ahead, to: buffer, capacity: .max)
    #expect(refused.ending.name == "bufferFailed(cursorAhead)")
    #expect(ahead.events.isEmpty)
  }

  @Test("sees heartbeats as comments between events")
  func heartbeats() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      sim.spawn("agent") {
        try await buffer.withTrace("a") { publisher in
          try publisher.publish(.thinking("x"))
          try await sim.clock.sleep(for: .milliseconds(2500))
          return FinalAnswer(text: "")
        }
      }
      let monitor = StatusMonitor(
        buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(1), clock: sim.clock)
      var sink = EventStreamSink(profile: .resumable, writer: BreakingWriter(capacity: .max))
      #expect(await monitor.deliver("a", to: &sink).ending.name == "finished")
      var decoder = EventStreamDecoder()
      decoder.feed(sink.writer.bytes)
      var kinds: [String] = []
      while let item = try decoder.next() {
        switch item {
        case .event(let event): kinds.append(event.type)
        case .comment: kinds.append(":")
        }
      }
      #expect(kinds == ["update", ":", ":", "complete"])
    }
  }
}
