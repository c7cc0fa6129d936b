import GoldenTranscripts
import StatusStreaming
import Testing
import WireDecoding

@Suite("Observed streams")
struct ObservedStreamTests {
  private static let kinds: [TranscriptFile.Kind] = [
    .terminal, .referenceStream, .resumableStream, .webSocket, .resumableWebSocket, .agUIStream,
    .agUIWebSocket,
  ]

  private func encode(_ events: [StreamEvent], as kind: TranscriptFile.Kind) throws -> [UInt8] {
    switch kind {
    case .events: try encode(events, JSONLinesEncoder())
    case .terminal: try encode(events, TerminalEncoder())
    case .referenceStream: try encode(events, EventStreamEncoder(profile: .reference))
    case .resumableStream: try encode(events, EventStreamEncoder(profile: .resumable))
    case .webSocket: try encode(events, WebSocketStatusEncoder())
    case .resumableWebSocket: try encode(events, WebSocketStatusEncoder(profile: .resumable))
    case .agUIStream: try encode(events, EventStreamEncoder(profile: .agUI(threadID: "t")))
    case .agUIWebSocket: try encode(events, WebSocketStatusEncoder(profile: .agUI(threadID: "t")))
    }
  }

  private func encode(
    _ events: [StreamEvent], _ encoder: some StatusEncoder, isClosed: Bool = false
  ) throws -> [UInt8] {
    var encoder = encoder
    var bytes: [UInt8] = []
    for event in events {
      try encoder.encode(event, into: &bytes)
      if !event.payload.isTerminal { encoder.encodeHeartbeat(into: &bytes) }
    }
    if isClosed { encoder.encodeClose(into: &bytes) }
    return bytes
  }

  private func stream(
    _ bytes: [UInt8], _ kind: TranscriptFile.Kind
  ) throws -> ObservedStream {
    var transcript = Transcript(scenario: "s")
    try transcript.append(connection: bytes, named: kind.fileName())
    return try ObservedStream(decoding: transcript.files[0])
  }

  /// A run of one trace that ends, and what a slow viewer was shown of it.
  private func run(seed: UInt64) -> (events: [StreamEvent], withGap: [StreamEvent]) {
    var contents = RandomContents(seed: seed)
    var payloads = (0..<(3 + contents.below(8))).map { _ in
      StreamEvent.Payload.update(contents.update())
    }
    let end = contents.text()
    let ends: [StreamEvent.Payload] = [
      .failed(message: end), .complete(FinalAnswer(text: end)), .cancelled(reason: end),
    ]
    payloads.append(ends[contents.below(3)])
    let events = payloads.enumerated().map { index, payload in
      StreamEvent(
        trace: "a", sequence: SequenceNumber(rawValue: index + 1), time: .milliseconds(7 * index),
        payload: payload)
    }
    let start = contents.below(events.count - 1)
    let lost = 1 + contents.below(events.count - 1 - start)
    let gap = StreamEvent(
      trace: "a", sequence: events[start + lost - 1].sequence, time: events[start + lost].time,
      payload: .gap(lost: lost))
    return (events, events[..<start] + [gap] + events[(start + lost)...])
  }

  @Test("agree with what happened, in every format", arguments: 0..<60 as Range<UInt64>, kinds)
  func agreement(seed: UInt64, kind: TranscriptFile.Kind) throws {
    let run = run(seed: seed)
    let whole = try stream(encode(run.events, as: kind), kind)
    #expect(whole.isWhole)
    let last = try whole.agree(with: run.events)
    #expect(
      last == [
        "a": whole.projection.contains(.ends) ? run.events.last?.cursor ?? 0 : last["a"] ?? 0
      ])
    if kind != .referenceStream {
      let withGap = try stream(encode(run.withGap, as: kind), kind)
      #expect(try withGap.agree(with: run.events) == last)
      #expect(withGap.firstDifference(from: whole) != nil)
    }
  }

  @Test(
    "agree where they are cut, and go on where they are resumed",
    arguments: 0..<40 as Range<UInt64>, kinds)
  func cuts(seed: UInt64, kind: TranscriptFile.Kind) throws {
    let events = run(seed: seed).events
    let bytes = try encode(events, as: kind)
    var contents = RandomContents(seed: seed)
    let cut = try stream(Array(bytes.prefix(contents.below(bytes.count))), kind)
    let cursors = try cut.agree(with: events, isCut: true)
    let cursor = (cursors["a"] ?? .zero).number
    switch cut.events.last?.content {
    case .failed, .cancelled:
      // A terminal says so on a line before the footer.
      #expect(kind == .terminal && !cut.isWhole)
      return
    default: break
    }
    #expect(cursor < events[events.count - 1].sequence)
    if kind != .referenceStream {
      #expect(!cut.isWhole)
      #expect(throws: Disagreement.self) { try cut.agree(with: events) }
    }
    let rest = try stream(encode(events.filter { $0.sequence > cursor }, as: kind), kind)
    #expect(try rest.agree(with: events, after: cursors)["a"]?.number ?? 0 >= cursor)
  }

  @Test("disagree where an event is left out, repeated, moved or changed", arguments: kinds)
  func disagreement(kind: TranscriptFile.Kind) throws {
    let messages = ["one", "é", "three", "four"]
    let events =
      messages.enumerated().map { index, message in
        StreamEvent(
          trace: "a", sequence: SequenceNumber(rawValue: index + 1),
          payload: .update(.thinking(message)))
      } + [StreamEvent(trace: "a", sequence: 5, payload: .failed(message: "no"))]
    let changed = StreamEvent(
      trace: "a", sequence: 2, payload: .update(.thinking("e\u{301}")))
    let gap = StreamEvent(trace: "a", sequence: 3, payload: .gap(lost: 1))
    var cases: [([StreamEvent], Int)] = [
      ([0, 2, 3, 4].map { events[$0] }, 1), ([0, 1, 1, 2, 3, 4].map { events[$0] }, 2),
      ([0, 2, 1, 3, 4].map { events[$0] }, 1), ([events[0], changed] + events[2...], 1),
      ([0, 1, 2, 4].map { events[$0] }, 3), (Array(events[1...]), 0),
    ]
    if kind != .referenceStream {
      cases += [
        (Array(events.dropLast()), 4), ([events[0], gap] + events[3...], 2),
        (events.dropLast() + [.init(trace: "a", sequence: 5, payload: .failed(message: "n"))], 4),
        (
          events.dropLast()
            + [.init(trace: "a", sequence: 5, payload: .complete(FinalAnswer(text: "")))], 4
        ),
      ]
    }
    #expect(try stream(encode(events, as: kind), kind).agree(with: events)["a"]?.number ?? 0 >= 4)
    for (shown, index) in cases {
      let stream = try stream(encode(shown, as: kind), kind)
      let error = #expect(throws: Disagreement.self) { try stream.agree(with: events) }
      // A gap whose number shows that it is wrong is noticed one event earlier.
      let isNumbered = shown.contains(gap) && kind.isNumbered
      #expect(error?.index == (isNumbered ? 1 : index), "\(shown) \(String(describing: error))")
    }
  }

  @Test("tell several traces and times apart on a terminal")
  func labelled() throws {
    let events = [("a", 1, 5), ("b", 1, 2), ("a", 2, 6), ("b", 2, 9)].map { trace, number, time in
      StreamEvent(
        trace: TraceID(stringLiteral: trace), sequence: SequenceNumber(rawValue: number),
        time: .microseconds(time * 1_000 + 999),
        payload: number == 2 ? .complete(FinalAnswer(text: "")) : .update(.thinking("x")))
    }
    for (labelsTraces, showsTimes) in [(true, false), (true, true)] {
      var encoder = TerminalEncoder(labelsTraces: labelsTraces, showsTimes: showsTimes)
      var bytes: [UInt8] = []
      // The traces may interleave in another way than their events were appended.
      for index in [1, 0, 2, 3] { try encoder.encode(events[index], into: &bytes) }
      encoder.encodeClose(into: &bytes)
      let seen = try stream(bytes, .terminal)
      #expect(seen.projection.contains(.traces))
      #expect(seen.projection.contains(.times) == showsTimes)
      #expect(try seen.agree(with: events) == ["a": 2, "b": 2])
      var late = events
      late[2].time += .milliseconds(1)
      if showsTimes { #expect(throws: Disagreement.self) { try seen.agree(with: late) } }
    }
  }

  private static let footer = "  └───────────────────────────────────────\n"
  private static let cutFooter = "  └─ Disconnected before the end ─────────\n"

  @Test("tell a connection that was closed from one that ended", arguments: kinds + [.events])
  func closing(kind: TranscriptFile.Kind) throws {
    let update = StreamEvent(trace: "a", sequence: 1, payload: .update(.thinking("x")))
    func closed(_ events: [StreamEvent]) throws -> ObservedStream {
      let bytes: [UInt8] =
        switch kind {
        case .events: try encode(events, JSONLinesEncoder(), isClosed: true)
        case .terminal: try encode(events, TerminalEncoder(), isClosed: true)
        case .referenceStream:
          try encode(events, EventStreamEncoder(profile: .reference), isClosed: true)
        case .resumableStream:
          try encode(events, EventStreamEncoder(profile: .resumable), isClosed: true)
        case .webSocket: try encode(events, WebSocketStatusEncoder(), isClosed: true)
        case .resumableWebSocket:
          try encode(events, WebSocketStatusEncoder(profile: .resumable), isClosed: true)
        case .agUIStream:
          try encode(events, EventStreamEncoder(profile: .agUI(threadID: "t")), isClosed: true)
        case .agUIWebSocket:
          try encode(
            events, WebSocketStatusEncoder(profile: .agUI(threadID: "t")), isClosed: true)
        }
      return try stream(bytes, kind)
    }
    let cut = try closed([update])
    #expect(cut.events.map(\.content.isEnd) == [false])
    // The reference profile has no way to show it.
    #expect(cut.isWhole == (kind == .referenceStream))
    let ends: [StreamEvent.Payload] = [
      .complete(FinalAnswer(text: "")), .failed(message: ""), .cancelled(reason: ""),
    ]
    for end in ends {
      let whole = try closed([update, StreamEvent(trace: "a", sequence: 2, payload: end)])
      #expect(whole.isWhole)
      #expect(whole.events.last?.content.isEnd == (kind != .referenceStream))
    }
  }

  @Test("refuse what is not of the format")
  func faults() throws {
    let update =
      #"{"status":"ok","message":null,"roadmap_step_id":null,"#
      + #""roadmap_step_status":null,"roadmap":null}"#
    let failed = #"{"type":"failed","message":"m"}"#
    let cancelled = #"{"type":"cancelled","reason":"r"}"#
    let header = "  ┌─ Real-time Status Stream ─────────────\n"
    let (footer, cut) = (Self.footer, Self.cutFooter)
    let step = "  │ ✅ [OK] x\n"
    let frames: (String, WebSocketCloseCode) -> String = { text, code in
      var encoder = WebSocketFramer()
      var bytes: [UInt8] = []
      try? encoder.text(text, into: &bytes)
      try? encoder.close(code, into: &bytes)
      return (try? FrameListing(of: bytes)).map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    }
    let cases: [(String, String, String)] = [
      ("x.txt", "", "not the name"), ("reference.sse", "data: {\n\n", "ends"),
      ("reference.sse", "data: {}\n\n", "'status'"),
      ("reference.sse", "event: update\ndata: \(update)\n\n", "data alone"),
      ("reference.sse", "id: 1\ndata: \(update)\n\n", "data alone"),
      ("resumable.sse", "event: update\ndata: \(update)\n\n", "EPOCH-NUMBER at id"),
      ("resumable.sse", "id: a-\nevent: update\ndata: \(update)\n\n", "EPOCH-NUMBER at id"),
      ("resumable.sse", "id: 1\ndata: \(update)\n\n", "one of update, gap, complete, failed"),
      ("terminal.txt", "x\n", "outside"), ("websocket.frames", "x\n", "websocket.frames:1:1"),
      ("websocket.frames", frames("[]", 1000), "an object"),
      ("websocket.frames", frames(#"{"type":"x"}"#, 1000), "as the type"),
      ("websocket.frames", frames(failed, 1000), "1011 at the close code"),
      ("websocket.frames", frames(cancelled, 1011), "1000 at the close code"),
      ("websocket.frames", frames(cancelled, 1001), "1000 at the close code"),
      ("terminal.txt", header + step + cut + step, "outside"),
      ("terminal.txt", header + "  │ ⏹ [CANCELLED]\n" + cut, "that of an ended trace"),
      ("terminal.txt", header + "  │ ❌ [FAILED] x\n" + cut, "that of an ended trace"),
      ("terminal.txt", header + "  │ [a] ✅ [OK]\n" + footer, "that of a cut connection"),
      ("terminal.txt", header + "  │ [a] ⏹ [CANCELLED]\n" + cut, "that of an ended trace"),
      ("websocket.frames", frames(update, 1000), "1001 at the close code"),
      ("websocket.frames", "status-stream-frames 1\n8200 binary 0\n", "text at the message"),
      ("events.jsonl", "x\n", "events.jsonl:1:1"),
    ]
    for (name, text, words) in cases {
      let error = #expect(throws: ObservationError.self, "\(name) \(text)") {
        try ObservedStream(decoding: .init(name: name, bytes: Array(text.utf8)))
      }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
    let end = try stream(Array("".utf8), .resumableStream)
    #expect(!end.isWhole)
  }
}

extension TranscriptFile.Kind {
  /// Whether such a connection shows the number of each event.
  fileprivate var isNumbered: Bool {
    switch self {
    case .resumableStream, .resumableWebSocket, .agUIStream, .agUIWebSocket: true
    case .events, .terminal, .referenceStream, .webSocket: false
    }
  }
}
