import GoldenTranscripts
import StatusStreaming
import Testing

@Suite("The decoder of AG-UI")
struct AGUIStatusDecoderTests {
  private static let start =
    #"{"type":"RUN_STARTED","threadId":"t","runId":"r","protocolVersion":"1.0"}"#

  /// Events as blocks, each with the id that stands before it, as in `7 {…}`.
  private func body(_ events: [String]) -> [UInt8] {
    var text = ""
    for event in [Self.start] + events {
      let parts = event.split(separator: " ", maxSplits: 1)
      text +=
        parts[0].hasPrefix("{") || parts.count < 2
        ? "data: \(event)\n\n" : "id: \(parts[0])\ndata: \(parts[1])\n\n"
    }
    return Array(text.utf8)
  }

  private func decoded(_ events: String...) throws -> [ObservedEvent] {
    var decoder = AGUIStatusDecoder()
    return try decoder.decode(body(events)).compactMap { observation in
      if case .event(let event) = observation { event } else { nil }
    }
  }

  private func status(_ content: String, more: String = "") -> String {
    #"{"type":"ACTIVITY_SNAPSHOT","messageId":"s","activityType":"status","content":\#(content)\#(more)}"#
  }

  private func event(_ number: Int, _ content: ObservedEvent.Content) -> ObservedEvent {
    ObservedEvent(sequence: SequenceNumber(rawValue: number), content: content)
  }

  private let plan =
    #"{"type":"ACTIVITY_SNAPSHOT","messageId":"p","activityType":"PLAN","content":{"steps":[{"id":7,"name":"Read","description":"d","status":"pending"}]}}"#
  private let roadmap = ObservedEvent.Roadmap.steps([
    RoadmapStep(id: 7, name: "Read", description: "d")
  ])

  @Test("reads an update with all that it has, and what is told before it")
  func updates() throws {
    let events = try decoded(
      "1 " + status(#"{"status":"thinking","message":"Planning"}"#),
      plan, "b7-2 " + status(#"{"status":"ok"}"#),
      #"{"type":"STEP_STARTED","stepName":"Read"}"#,
      #"{"type":"ACTIVITY_DELTA","messageId":"p","activityType":"PLAN","patch":[{"op":"replace","path":"/steps/0/status","value":"running"}]}"#,
      "3 " + status(#"{"status":"ok","message":"","step":7,"stepStatus":"running"}"#),
      "4 " + status(#"{"status":"ok","message":"half","step":7,"stepStatus":"running"}"#),
      #"{"type":"STEP_FINISHED","stepName":"Read","metadata":{"status-streaming":{"error":"no"}}}"#,
      #"{"type":"ACTIVITY_DELTA","messageId":"p","activityType":"PLAN","patch":[{"op":"replace","path":"/steps/0/status","value":"error"}]}"#,
      "5 " + status(#"{"status":"error","message":"no","step":7,"stepStatus":"error"}"#),
      "6 " + status(#"{"status":"ok","step":9}"#))
    #expect(
      events == [
        event(1, .update(.init(status: .thinking, message: "Planning"))),
        ObservedEvent(
          sequence: 2, epoch: "b7", content: .update(.init(status: .ok, roadmap: roadmap))),
        event(3, .update(.init(status: .ok, message: "", stepID: 7, stepStatus: .running))),
        event(4, .update(.init(status: .ok, message: "half", stepID: 7, stepStatus: .running))),
        event(5, .update(.init(status: .error, message: "no", stepID: 7, stepStatus: .error))),
        event(6, .update(.init(status: .ok, stepID: 9))),
      ])
  }

  @Test("knows a step by its name where nothing else tells it")
  func names() throws {
    let events = try decoded(
      plan, "1 " + status(#"{"status":"ok"}"#), #"{"type":"STEP_STARTED","stepName":"Read"}"#,
      "2 " + status(#"{"status":"ok"}"#), #"{"type":"STEP_STARTED","stepName":"Step 3"}"#,
      #"{"type":"STEP_FINISHED","stepName":"Step 3"}"#, "3 " + status(#"{"status":"ok"}"#),
      #"{"type":"STEP_STARTED","stepName":"model call"}"#, "4 " + status(#"{"status":"ok"}"#))
    let steps = events.map { event -> Int? in
      if case .update(let update) = event.content { update.stepID } else { nil }
    }
    #expect(steps == [nil, 7, 3, nil])
  }

  @Test("reads what is amended, and passes over what is none of its own")
  func company() throws {
    let events = try decoded(
      "1 " + status(#"{"status":"thinking"}"#), #"{"type":"RAW","event":null}"#,
      #"{"type":"CUSTOM","name":"com.example","value":1}"#,
      #"{"type":"TOOL_CALL_START","toolCallId":"c","toolCallName":"f"}"#,
      #"{"type":"ACTIVITY_SNAPSHOT","messageId":"x","activityType":"search","content":{}}"#,
      #"{"type":"STEP_STARTED","stepName":"Step 2","subagentRunId":"s"}"#,
      #"2 {"type":"ACTIVITY_DELTA","messageId":"s","activityType":"status","patch":[{"op":"replace","path":"/status","value":"ok"}]}"#,
      // One that leaves what there is says that again.
      "3 " + status(#"{"status":"error"}"#, more: #","replace":false"#))
    #expect(
      events == [
        event(1, .update(.init(status: .thinking))), event(2, .update(.init(status: .ok))),
        event(3, .update(.init(status: .ok))),
      ])
  }

  @Test("does not take what is told again for something new")
  func restated() throws {
    let again = #","metadata":{"status-streaming":{"restated":true}}}"#
    let events = try decoded(
      plan.replacing("pending", with: "running").dropLast() + again,
      status(#"{"status":"unknown"}"#).dropLast() + again,
      #"{"type":"STEP_STARTED","stepName":"Read""# + again,
      "4 " + status(#"{"status":"ok","step":7,"stepStatus":"running"}"#))
    #expect(events == [event(4, .update(.init(status: .ok, stepID: 7, stepStatus: .running)))])
  }

  @Test(
    "reads the ends",
    arguments: [
      (#"{"type":"RUN_ERROR","message":"m"}"#, ObservedEvent.Content.failed(message: "m")),
      (#"{"type":"RUN_FINISHED","threadId":"t","runId":"r"}"#, .complete(FinalAnswer(text: "ab"))),
      (
        #"{"type":"RUN_FINISHED","threadId":"t","runId":"r","outcome":{"type":"success"},"result":{"text":"ab","route":"x","artifacts":{"b":1.0,"a":-0},"metadata":{}}}"#,
        .complete(
          FinalAnswer(
            text: "ab", route: "x",
            artifacts: ["b": JSON(digits: "1.0") ?? nil, "a": JSON(digits: "-0") ?? nil]))
      ),
      (
        #"{"type":"RUN_FINISHED","threadId":"t","runId":"r","outcome":{"type":"cancelled"},"metadata":{"status-streaming":{"reason":"why"}}}"#,
        .cancelled(reason: "why")
      ),
      (
        #"{"type":"RUN_FINISHED","threadId":"t","runId":"r","outcome":{"type":"cancelled"}}"#,
        .cancelled(reason: "")
      ),
      (#"{"type":"CUSTOM","name":"status-streaming.gap","value":{"lost":3}}"#, .gap(lost: 3)),
    ])
  func ends(text: String, content: ObservedEvent.Content) throws {
    let events = try decoded(
      #"{"type":"TEXT_MESSAGE_START","messageId":"a"}"#,
      #"{"type":"TEXT_MESSAGE_CONTENT","messageId":"a","delta":"a"}"#,
      #"{"type":"TEXT_MESSAGE_CONTENT","messageId":"a","delta":"b"}"#,
      #"{"type":"TEXT_MESSAGE_END","messageId":"a"}"#, "9 " + text)
    #expect(events == [event(9, content)])
  }

  @Test(
    "refuses what is not told as it should be",
    arguments: [
      "data that is no JSON", #"1 {"type":"CUSTOM"}"#, #"{"type":"PING"}"#, "[]",
      #"{"type":"STEP_STARTED","stepName":null}"#,
      // An update without an id, a status, or with brackets that say something else.
      #"{"type":"ACTIVITY_SNAPSHOT","messageId":"s","activityType":"status","content":{"status":"ok"}}"#,
      #"1 {"type":"ACTIVITY_SNAPSHOT","messageId":"s","activityType":"status","content":{}}"#,
      #"1 {"type":"ACTIVITY_SNAPSHOT","messageId":"s","activityType":"status","content":{"status":"fine"}}"#,
      #"0 {"type":"ACTIVITY_SNAPSHOT","messageId":"s","activityType":"status","content":{"status":"ok"}}"#,
      #"1 {"type":"ACTIVITY_SNAPSHOT","messageId":"s","activityType":"status","content":{"status":"ok","step":1,"stepStatus":"running"}}"#,
      #"1 {"type":"ACTIVITY_SNAPSHOT","messageId":"s","activityType":"status","content":{"status":"ok","step":1,"stepStatus":"ok"}}"#,
      #"1 {"type":"ACTIVITY_SNAPSHOT","messageId":"s","activityType":"PLAN","content":{"steps":[{}]}}"#,
      #"1 {"type":"CUSTOM","name":"status-streaming.gap","value":{"lost":0}}"#,
      #"1 {"type":"RUN_FINISHED","threadId":"t","runId":"r","result":{"text":"other","route":null,"artifacts":{},"metadata":{}}}"#,
      #"1 {"type":"RUN_FINISHED","threadId":"t","runId":"r","outcome":{"type":"interrupt","interrupts":[{"id":"i","reason":"r"}]}}"#,
      #"{"type":"RAW","event":\#(String(repeating: "[", count: 300))\#(String(repeating: "]", count: 300))}"#,
      #"{"type":"RAW","event":{"a":1,"a":2}}"#,
    ])
  func refusal(text: String) {
    let error = #expect(throws: ObservationError.Code.self) { try decoded(text) }
    #expect(error.map { "\($0)".count > 10 } == true)
  }

  @Test("reads the same however the bytes are cut, on both carriers")
  func cuts() throws {
    let answer = FinalAnswer(text: "Größe 👩‍💻", artifacts: ["n": 1])
    let payloads: [StreamEvent.Payload] = [
      .update(.thinking("one")), .update(.step(1, .running, "two")), .gap(lost: 2),
      .update(.step(1, .ok)), .complete(answer),
    ]
    var number = 0
    let events = payloads.map { payload in
      if case .gap(let lost) = payload { number += lost } else { number += 1 }
      return StreamEvent(
        trace: "r", sequence: SequenceNumber(rawValue: number), payload: payload)
    }
    var streams: [(AGUIStatusDecoder, [UInt8])] = []
    var blocks = EventStreamEncoder(profile: .agUI(threadID: "t"))
    var messages = WebSocketStatusEncoder(profile: .agUI(threadID: "t"))
    var bytes: ([UInt8], [UInt8]) = ([], [])
    for event in events {
      try blocks.encode(event, into: &bytes.0)
      try messages.encode(event, into: &bytes.1)
    }
    messages.encodeClose(into: &bytes.1)
    streams.append((AGUIStatusDecoder(), bytes.0))
    streams.append((AGUIStatusDecoder(over: .webSocket), bytes.1))
    for (fresh, stream) in streams {
      var decoder = fresh
      let whole = try decoder.decode(stream) + decoder.finish()
      let expected = events.compactMap { fresh.observes.observed($0) }.map(Observation.event)
      #expect(whole == expected + (fresh.format == .webSocket ? [.end] : []))
      for size in [1, 7, 64] {
        decoder = fresh
        var observations: [Observation] = []
        for start in stride(from: 0, to: stream.count, by: size) {
          observations += try decoder.decode(Array(stream[start...].prefix(size)))
        }
        #expect(observations == whole)
      }
    }
  }

  @Test("tells a connection that was cut from one that has ended")
  func endings() throws {
    let body = body(["1 " + status(#"{"status":"ok"}"#)])
    var stream = try ObservedStream(decoding: TranscriptFile(name: "ag-ui.sse", bytes: body))
    #expect(!stream.isWhole)
    stream = try ObservedStream(
      decoding: TranscriptFile(
        name: "ag-ui.sse",
        bytes: body + Array("id: 2\ndata: {\"type\":\"RUN_ERROR\",\"message\":\"m\"}\n\n".utf8)))
    #expect(stream.isWhole)
    var decoder = AGUIStatusDecoder(over: .webSocket)
    #expect(try decoder.decode([0x88, 2, 0x03, 0xE9]) == [.cut])
    decoder = AGUIStatusDecoder(over: .webSocket)
    #expect(throws: ObservationError.Code.self) { try decoder.decode([0x88, 2, 0x03, 0xE8]) }
    decoder = AGUIStatusDecoder(over: .webSocket)
    #expect(throws: ObservationError.Code.self) { try decoder.finish() }
  }
}
