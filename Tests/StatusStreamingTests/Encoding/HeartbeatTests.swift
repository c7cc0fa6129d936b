import DeterministicSimulation
import StatusStreaming
import Testing
import WireDecoding

/// What is written when there is nothing to say.
@Suite("Heartbeats and openings")
struct HeartbeatTests {
  private static let profiles: [EventStreamEncoder.Profile] = [.reference, .resumable]
  private static let forms: [EventStreamEncoder.HeartbeatForm: String] = [
    .comment: ":\n", .commentAndBlankLine: ":\n\n", .none: "",
  ]

  /// What an encoder appends in a call.
  private func text<Encoder: StatusEncoder>(
    _ encoder: inout Encoder, _ append: (inout Encoder, inout [UInt8]) throws -> Void
  ) rethrows -> String {
    var bytes: [UInt8] = []
    try append(&encoder, &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("have the form that was asked for, in either profile", arguments: profiles)
  func forms(profile: EventStreamEncoder.Profile) throws {
    for (form, expected) in Self.forms {
      var encoder = EventStreamEncoder(profile: profile, heartbeat: form)
      #expect(text(&encoder) { $0.encodeHeartbeat(into: &$1) } == expected)
      _ = try encoder.text(of: .update(1, "a"))
      #expect(text(&encoder) { $0.encodeHeartbeat(into: &$1) } == expected)
    }
    var usual = EventStreamEncoder(profile: profile)
    #expect(text(&usual) { $0.encodeHeartbeat(into: &$1) } == ":\n")
  }

  @Test("leave each event as it is for a client of the standard", arguments: profiles)
  func harmless(profile: EventStreamEncoder.Profile) throws {
    for form in Self.forms.keys {
      var encoder = EventStreamEncoder(profile: profile, heartbeat: form, opening: "hello\r\nyou")
      var bytes: [UInt8] = []
      for number in 1...3 {
        encoder.encodeHeartbeat(into: &bytes)
        encoder.encodeHeartbeat(into: &bytes)
        try encoder.encode(.update(SequenceNumber(rawValue: number), "a"), into: &bytes)
      }
      var decoder = EventStreamDecoder()
      decoder.feed(bytes)
      var events: [EventStreamDecoder.Event] = []
      var comments: [String] = []
      while let item = try decoder.next() {
        switch item {
        case .event(let event): events.append(event)
        case .comment(let comment): comments.append(String(decoding: comment, as: UTF8.self))
        }
      }
      #expect(events.count == 3)
      #expect(events.allSatisfy { $0.text.contains("\"a\"") })
      #expect(!decoder.isWithinBlock)
      #expect(comments == ["hello", "you"] + Array(repeating: "", count: form == .none ? 0 : 6))
    }
  }

  @Test("write nothing once the trace has ended or the output was closed", arguments: 0..<6)
  func afterTheEnd(index: Int) throws {
    let fresh: [any StatusEncoder] = [
      TerminalEncoder(), EventStreamEncoder(profile: .reference, opening: "hello"),
      EventStreamEncoder(profile: .resumable, opening: "hello"), WebSocketStatusEncoder(),
      EventStreamEncoder(profile: .resumable, heartbeat: .commentAndBlankLine),
      JSONLinesEncoder(),
    ]
    for end in [StreamEvent.complete(2), .event(2, .failed(message: "")), nil] {
      var encoder = fresh[index]
      var bytes: [UInt8] = []
      if let end {
        try encoder.encode(end, into: &bytes)
      } else {
        encoder.encodeClose(into: &bytes)
      }
      let size = bytes.count
      encoder.encodeHeartbeat(into: &bytes)
      encoder.encodeOpening(into: &bytes)
      encoder.encodeHeartbeat(into: &bytes)
      #expect(bytes.count == size)
    }
  }

  @Test("an opening comes first and once, whatever comes first", arguments: profiles)
  func openingOnce(profile: EventStreamEncoder.Profile) throws {
    let fresh = EventStreamEncoder(profile: profile, reconnectionTime: nil, opening: "hello")
    var plain = EventStreamEncoder(profile: profile, reconnectionTime: nil)
    let event = try plain.text(of: .update(1, "a"))
    let next = try plain.text(of: .update(2, "b"))

    var asked = fresh
    #expect(text(&asked) { $0.encodeOpening(into: &$1) } == ": hello\n")
    #expect(text(&asked) { $0.encodeOpening(into: &$1) } == "")
    #expect(text(&asked) { $0.encodeHeartbeat(into: &$1) } == ":\n")
    #expect(try asked.text(of: .update(1, "a")) == event)

    var beating = fresh
    #expect(text(&beating) { $0.encodeHeartbeat(into: &$1) } == ": hello\n:\n")
    #expect(try beating.text(of: .update(1, "a")) == event)

    var unasked = fresh
    #expect(try unasked.text(of: .update(1, "a"), .update(2, "b")) == ": hello\n" + event + next)
    #expect(text(&unasked) { $0.encodeOpening(into: &$1) } == "")

    var silent = EventStreamEncoder(profile: profile)
    #expect(text(&silent) { $0.encodeOpening(into: &$1) } == "")
  }

  @Test("an opening can't forge an event, and has the form of the heartbeats")
  func openingForms() {
    let hostile = "\ndata: {}\r\rid: 7\n"
    for (form, end) in [
      (EventStreamEncoder.HeartbeatForm.comment, ""), (.commentAndBlankLine, "\n"), (.none, ""),
    ] {
      var encoder = EventStreamEncoder(profile: .resumable, heartbeat: form, opening: hostile)
      #expect(
        text(&encoder) { $0.encodeOpening(into: &$1) } == ": \n: data: {}\n: \n: id: 7\n: \n" + end)
      var empty = EventStreamEncoder(profile: .resumable, heartbeat: form, opening: "")
      #expect(text(&empty) { $0.encodeOpening(into: &$1) } == ":\n" + end)
    }
  }

  @Test("a refused event leaves the opening due, and the opening counts for no event's size")
  func refusal() throws {
    let long = String(repeating: "x", count: 1_000)
    var encoder = EventStreamEncoder(profile: .resumable, opening: long, maximumEventSize: 200)
    var bytes: [UInt8] = []
    #expect(throws: StatusEncodingError.self) { try encoder.encode(.update(1, long), into: &bytes) }
    #expect(bytes.isEmpty)
    #expect(try encoder.text(of: .update(2, "a")).hasPrefix(": xxx"))
  }

  @Test("an opening is written at once where a server wants it, and is each viewer's own")
  func openSinks() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      let viewers = [nil, "one", "two"].map { (opening: String?) in
        sim.spawn("viewer") {
          var sink = EncodingSink(
            encoder: EventStreamEncoder(
              profile: .resumable, reconnectionTime: nil, opening: opening),
            writer: CollectingWriter())
          if opening == "two" { try await sink.open() }
          let opened = sink.writer.text
          let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: sim.clock)
          _ = await monitor.deliver("a", to: &sink)
          try await sink.heartbeat()
          return (opened, sink.writer.text)
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      try buffer.append(.thinking("1"), to: "a")
      try buffer.finish("a", with: .failed(message: "no"))
      var texts: [(String, String)] = []
      for viewer in viewers { texts.append(try await viewer.value) }
      #expect(texts.map(\.0) == ["", "", ": two\n"])
      #expect(texts[1].1 == ": one\n" + texts[0].1)
      #expect(texts[2].1 == ": two\n" + texts[0].1)
    }
  }

  @Test("an idle viewer of the reference profile who has left is noticed")
  func departedViewer() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      var sink = EncodingSink(
        encoder: EventStreamEncoder(profile: .reference),
        writer: CollectingWriter(failingWrite: 2))
      let monitor = StatusMonitor(
        buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(15), clock: sim.clock)
      let start = sim.clock.now
      let delivery = await monitor.deliver("a", to: &sink)
      #expect(delivery.ending.name == "sinkFailed(Broken())")
      #expect(start.duration(to: sim.clock.now) == .seconds(30))
    }
  }
}
