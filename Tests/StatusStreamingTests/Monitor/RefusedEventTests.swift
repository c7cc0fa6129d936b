import DeterministicSimulation
import StatusStreaming
import Testing
import WireDecoding

@Suite("Events that an encoder refuses")
struct RefusedEventTests {
  private static let large = String(repeating: "x", count: 1_000)

  /// A finished trace with these messages.
  private func buffer(
    _ messages: [String], _ outcome: TraceOutcome = .complete(FinalAnswer(text: "Done")),
    configuration: StatusBuffer.Configuration = .init()
  ) throws -> StatusBuffer {
    let buffer = StatusBuffer(configuration: configuration)
    try buffer.open("a")
    try buffer.append(contentsOf: messages.map { .thinking($0) }, to: "a")
    try buffer.finish("a", with: outcome)
    return buffer
  }

  private func deliver(
    _ buffer: StatusBuffer, by encoder: some StatusEncoder, after cursor: Cursor = .zero
  ) async -> (delivery: Delivery<Cursor>, text: String, writer: CollectingWriter) {
    var sink = EncodingSink(encoder: encoder, writer: CollectingWriter())
    let delivery = await StatusMonitor(buffer: buffer).deliver("a", after: cursor, to: &sink)
    return (delivery, sink.writer.text, sink.writer)
  }

  /// The event stream's blocks, as id, kind and data.
  private func blocks(_ text: String) throws -> [String] {
    var decoder = EventStreamDecoder()
    decoder.feed(Array(text.utf8))
    var blocks: [String] = []
    while let item = try decoder.next() {
      if case .event(let event) = item {
        blocks.append("\(event.lastEventID) \(event.type) \(event.text.prefix(60))")
      }
    }
    return blocks
  }

  @Test(
    "become gaps of one, and the connection goes on to its end",
    arguments: [[1], [3], [2], [1, 2, 3], [5], [1, 5]])
  func updates(refused: [Int]) async throws {
    let messages = (1...5).map { refused.contains($0) ? Self.large : "\($0)" }
    let encoder = EventStreamEncoder(profile: .resumable, maximumEventSize: 200)
    let (delivery, text, _) = await deliver(try buffer(messages), by: encoder)
    #expect(delivery.ending.name == "finished")
    #expect(delivery.cursor == 6)
    #expect(delivery.untoldLosses == 0)
    let kinds = try blocks(text).map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
    #expect(
      kinds == (1...5).map { "\($0) \(refused.contains($0) ? "gap" : "update")" } + ["6 complete"])
  }

  @Test("leave no call behind that would be taken for one that stalls")
  func idleAfterwards() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      sim.spawn("agent") {
        try await buffer.withTrace("a") { publisher in
          try publisher.publish(.thinking(Self.large))
          try await sim.clock.sleep(for: .seconds(20))
          return FinalAnswer(text: "Done")
        }
      }
      var sink = EncodingSink(
        encoder: EventStreamEncoder(profile: .resumable, maximumEventSize: 200),
        writer: CollectingWriter())
      let delivery = await StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
        .deliver("a", to: &sink, sendTimeout: .seconds(5))
      #expect(delivery.ending.name == "finished")
      #expect(delivery.cursor == 2)
    }
  }

  @Test("are not met again by a resume")
  func resume() async throws {
    let buffer = try buffer(["1", Self.large, "3"])
    let encoder = EventStreamEncoder(profile: .resumable, maximumEventSize: 200)
    var sink = EncodingSink(encoder: encoder, writer: CollectingWriter(failingWrite: 3))
    let cut = await StatusMonitor(buffer: buffer).deliver("a", to: &sink)
    #expect(cut.cursor == 2)
    let (delivery, text, _) = await deliver(buffer, by: encoder, after: cut.cursor)
    #expect(delivery.ending.name == "finished")
    #expect(try blocks(text).map { $0.prefix(8) } == ["3 update", "4 comple"])
  }

  @Test("leave a WebSocket a gap, the rest and Close")
  func webSocket() async throws {
    for frameSize in [Int.max, 50] {
      let encoder = WebSocketStatusEncoder(maximumFrameSize: frameSize, maximumMessageSize: 200)
      let (delivery, _, writer) = await deliver(try buffer(["1", Self.large]), by: encoder)
      #expect(delivery.ending.name == "finished")
      var decoder = WebSocketMessageDecoder(reader: .client)
      decoder.feed(Array(writer.writes.joined()))
      var events: [String] = []
      while let event = try decoder.next() { events.append("\(event)") }
      #expect(events.count == 4)
      var bytes: [UInt8] = []
      var expected = WebSocketStatusEncoder(maximumFrameSize: frameSize)
      try expected.encode(.update(1, "1"), into: &bytes)
      try expected.encode(.event(2, .gap(lost: 1)), into: &bytes)
      try expected.encode(.complete(3), into: &bytes)
      #expect(Array(writer.writes.joined()) == bytes)
    }
  }

  @Test("leave a terminal and a file of lines a gap, the rest and the end")
  func lines() async throws {
    let terminal = await deliver(
      try buffer([Self.large, "2"]), by: TerminalEncoder(maximumLineSize: 100))
    #expect(terminal.delivery.ending.name == "finished")
    #expect(
      terminal.text.split(separator: "\n").dropFirst() == [
        "  │ ⚠️ [GAP] 1 updates lost", "  │ 🤔 [THINKING] 2",
        "  └───────────────────────────────────────",
      ])
    let lines = await deliver(
      try buffer([Self.large, "2"]), by: JSONLinesEncoder(maximumLineSize: 300))
    #expect(lines.delivery.ending.name == "finished")
    #expect(lines.text.split(separator: "\n").count == 4)
    #expect(lines.text.contains("\"sequence\":1,\"gap\":{\"lost\":1}}"))
  }

  @Test("are left out of a format that can't show a gap, and counted")
  func reference() async throws {
    let encoder = EventStreamEncoder(profile: .reference, maximumEventSize: 200)
    let (delivery, text, _) = await deliver(
      try buffer(["lost", "lost", "3", Self.large, "5"], configuration: .init(capacity: 3)),
      by: encoder)
    #expect(delivery.ending.name == "finished")
    #expect(delivery.cursor == 6)
    #expect(delivery.untoldLosses == 3)
    #expect(try blocks(text).count == 2)
  }

  @Test("end the trace all the same: without what is large, or failed with a reason")
  func terminalEvents() async throws {
    var answer = FinalAnswer(text: "Done", artifacts: ["report": "short"], metadata: ["k": "v"])
    let end = { (outcome: TraceOutcome) async throws -> String in
      let encoder = EventStreamEncoder(profile: .resumable, maximumEventSize: 200)
      let (delivery, text, _) = await deliver(try buffer(["1"], outcome), by: encoder)
      #expect(delivery.ending.name == "finished")
      #expect(delivery.cursor == 2)
      return String(text.split(separator: "event: ").last ?? "")
    }
    answer.artifacts["large"] = JSON(Self.large)
    #expect(
      try await end(.complete(answer)) == """
        complete
        data: {"text":"Done","route":null,"artifacts":{},"metadata":{"k":"v","omitted":"artifacts"}}


        """)
    answer.metadata["large"] = JSON(Self.large)
    #expect(
      try await end(.complete(answer)).contains(
        #""artifacts":{},"metadata":{"omitted":"artifacts and metadata"}}"#))
    answer.artifacts["large"] = nil
    #expect(
      try await end(.complete(answer)).contains(
        #""artifacts":{"report":"short"},"metadata":{"omitted":"metadata"}}"#))
    answer.text = Self.large
    #expect(
      try await end(.complete(answer)).hasPrefix(
        "failed\ndata: {\"message\":\"the answer could not be sent: it takes 2"))
    let cut = try await end(.failed(message: "no\n" + Self.large))
    #expect(cut.hasPrefix("failed\ndata: {\"message\":\"no\\nxxx"))
    #expect(cut.hasSuffix("x…\"}\n\n"))
  }

  @Test(
    "keep as much of a message as fits, whatever escapes it has",
    arguments: [
      "a plain line. ", "say \"hey!\" ", "line of a trace\n", "C:\\dir\\f ", "\u{1}\u{2}", "日本語 ",
    ])
  func escapes(piece: String) async throws {
    let limit = 8_192
    // The escapes may stand at the beginning alone.
    let texts = [
      String(repeating: piece, count: 20_000),
      String(repeating: piece, count: 2_000) + String(repeating: "x", count: 200_000),
    ]
    for text in texts {
      for outcome in [TraceOutcome.failed(message: text), .cancelled(reason: text)] {
        let buffer = try buffer([], outcome)
        let sizes = [
          await deliver(
            buffer, by: EventStreamEncoder(profile: .resumable, maximumEventSize: limit)),
          await deliver(buffer, by: JSONLinesEncoder(maximumLineSize: limit)),
          await deliver(buffer, by: WebSocketStatusEncoder(maximumMessageSize: limit)),
        ].map { delivery, _, writer in
          #expect(delivery.ending.name == "finished")
          return writer.writes.map(\.count).max() ?? 0
        }
        #expect(sizes.allSatisfy { (limit * 3 / 4...limit + 100).contains($0) }, "\(sizes)")
      }
    }
  }

  /// Refuses everything, for reasons that make no sense.
  private struct HostileSink: StatusSink {
    let size: Int
    let limit: Int

    mutating func send(_ event: StreamEvent) async throws {
      throw StatusEncodingError(.tooLarge(size: size, limit: limit), event)
    }
  }

  @Test("end the delivery, however senseless the sizes are that a sink names")
  func senselessSizes() async throws {
    let numbers = [Int.min, -1, 0, 1, 100, .max]
    for (size, limit) in numbers.flatMap({ size in numbers.map { (size, $0) } }) {
      for outcome: TraceOutcome in [
        .failed(message: Self.large), .cancelled(reason: Self.large), .failed(message: ""),
        .complete(FinalAnswer(text: Self.large)),
      ] {
        var sink = HostileSink(size: size, limit: limit)
        let delivery = await StatusMonitor(buffer: try buffer(["1"], outcome)).deliver(
          "a", to: &sink)
        #expect(delivery.ending.name.hasPrefix("sinkFailed(event 2"))
      }
    }
    for limit in numbers.dropLast() {
      let encoder = EventStreamEncoder(profile: .resumable, maximumEventSize: limit)
      let (delivery, _, _) = await deliver(try buffer(["1"], .failed(message: "x")), by: encoder)
      let ending = delivery.ending.name
      #expect(limit < 100 ? ending.hasPrefix("sinkFailed(event 2") : ending == "finished")
    }
  }

  @Test("end a connection properly that takes no terminal event at all")
  func noTerminalEvent() async throws {
    let (delivery, _, writer) = await deliver(
      try buffer(["1"]), by: WebSocketStatusEncoder(maximumMessageSize: 10))
    #expect(delivery.ending.name.hasPrefix("sinkFailed(event 2 of trace 'a' takes"))
    #expect(delivery.cursor == 1)
    #expect(delivery.untoldLosses == 1)
    #expect(writer.writes == [[0x88, 2, 0x03, 0xE9]])
  }

  /// Refuses by errors of the packages' encoders, as a server does that frames for itself.
  private struct RefusingSink: StatusSink {
    var events: [StreamEvent] = []
    var beats = 0
    let acceptsAnswers: Bool

    mutating func send(_ event: StreamEvent) async throws {
      var bytes: [UInt8] = []
      switch event.payload {
      case .update where event.sequence == 1:
        throw StatusEncodingError(.unrepresentable, event)
      case .update where event.sequence == 2:
        var frames = WebSocketFramer(maximumMessageSize: 3)
        try frames.text("long", into: &bytes)
      case .update where event.sequence == 3:
        try ServerSentEvent(data: "", id: "a\nb").append(to: &bytes)
      case .complete where !acceptsAnswers:
        throw StatusEncodingError(.unrepresentable, event)
      default: break
      }
      events.append(event)
    }

    mutating func heartbeat() async throws {
      beats += 1
      var frames = WebSocketFramer(maximumMessageSize: 3)
      var bytes: [UInt8] = []
      try frames.text("long", into: &bytes)
    }
  }

  @Test("by whichever encoder", arguments: [true, false])
  func foreignSinks(acceptsAnswers: Bool) async throws {
    var sink = RefusingSink(acceptsAnswers: acceptsAnswers)
    let buffer = try buffer(["1", "2", "3", "4"])
    let delivery = await StatusMonitor(buffer: buffer).deliver("a", to: &sink)
    #expect(delivery.ending.name == "finished")
    let end: StreamEvent.Payload =
      acceptsAnswers
      ? .complete(FinalAnswer(text: "Done"))
      : .failed(message: "the answer could not be sent: the format can't say it")
    #expect(
      sink.events.map(\.payload)
        == [
          .gap(lost: 1), .gap(lost: 1), .gap(lost: 1), .update(.thinking("4")), end,
        ])
    #expect(sink.events.map(\.sequence) == [1, 2, 3, 4, 5])
  }
}
