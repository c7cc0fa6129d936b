import StatusStreaming
import Testing
import WireDecoding

@Suite("AG-UI encoder")
struct AGUIEncoderTests {
  private static let plan = [
    RoadmapStep(id: 1, name: "Parse", description: "Reads"),
    RoadmapStep(id: 2, name: "Parse", description: "Again"),
    RoadmapStep(id: 3, name: "", description: "Nameless"),
  ]

  private func encode(
    _ payloads: [StreamEvent.Payload], limit: Int = .max
  ) throws -> (text: String, client: AGUIClient) {
    var encoder = EventStreamEncoder(
      profile: .agUI(threadID: "thread-1"), maximumEventSize: limit)
    var bytes: [UInt8] = []
    for (index, payload) in payloads.enumerated() {
      try encoder.encode(
        .event(
          SequenceNumber(rawValue: index + 1), payload, at: .microseconds(1_500 * (index + 1))),
        into: &bytes)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    var client = AGUIClient()
    try client.read(body: text)
    return (text, client)
  }

  private func updates(_ updates: StatusUpdate...) -> [StreamEvent.Payload] {
    updates.map { .update($0) }
  }

  @Test("writes a run event by event, with ids where a client has all of one")
  func bytes() throws {
    let (text, _) = try encode(
      updates(.thinking("Pl\"an\u{2028}"), .step(1, .running, nil))
        + [.complete(FinalAnswer(text: "Done", metadata: ["n": 1]))])
    let start = #"data: {"type":""#
    let expected = [
      start + #"RUN_STARTED","timestamp":0,"threadId":"thread-1","runId":"run-1","#
        + #""protocolVersion":"1.0"}"#,
      "",
      "id: 1",
      start + #"ACTIVITY_SNAPSHOT","timestamp":1,"messageId":"run-1/status","#
        + #""activityType":"status","content":{"status":"thinking","message":"Pl\"an\u2028"}}"#,
      "",
      start + #"STEP_STARTED","timestamp":3,"stepName":"Step 1"}"#,
      "",
      "id: 2",
      start + #"ACTIVITY_SNAPSHOT","timestamp":3,"messageId":"run-1/status","#
        + #""activityType":"status","content":{"status":"ok","step":1,"stepStatus":"running"}}"#,
      "",
      start + #"STEP_FINISHED","timestamp":4,"stepName":"Step 1"}"#,
      "",
      start + #"TEXT_MESSAGE_START","timestamp":4,"messageId":"run-1/answer","role":"assistant"}"#,
      "",
      start
        + #"TEXT_MESSAGE_CONTENT","timestamp":4,"messageId":"run-1/answer","delta":"Done"}"#,
      "",
      start + #"TEXT_MESSAGE_END","timestamp":4,"messageId":"run-1/answer"}"#,
      "",
      "id: 3",
      start + #"RUN_FINISHED","timestamp":4,"threadId":"thread-1","runId":"run-1","result":"#
        + #"{"text":"Done","route":null,"artifacts":{},"metadata":{"n":1}},"#
        + #""outcome":{"type":"success"}}"#,
      "", "",
    ].joined(separator: "\n")
    #expect(text == expected)
  }

  @Test("opens a step by its name in the plan, once, and names each open step differently")
  func steps() throws {
    let (_, client) = try encode(
      updates(
        .roadmap(Self.plan), .step(1, .running), .step(2, .running), .step(1, .running, "Half"),
        .step(3, .running), .step(1, .ok), .step(4, .ok), .step(1, .running)))
    #expect(
      client.log.filter { $0.hasPrefix("STEP") } == [
        "STEP_STARTED Parse", "STEP_STARTED Parse (step 2)", "STEP_STARTED Step 3",
        "STEP_FINISHED Parse", "STEP_STARTED Step 4", "STEP_FINISHED Step 4", "STEP_STARTED Parse",
      ])
  }

  @Test("keeps the name with which a step was begun, whatever the plan becomes")
  func renamed() throws {
    let (_, client) = try encode(
      updates(
        .roadmap(Self.plan), .step(1, .running),
        .roadmap([RoadmapStep(id: 1, name: "Read", description: "")]), .step(1, .ok)))
    #expect(
      client.log.filter { $0.hasPrefix("STEP") } == ["STEP_STARTED Parse", "STEP_FINISHED Parse"])
  }

  @Test("tells the states of the plan's steps by deltas, never before the plan")
  func plan() throws {
    let (text, client) = try encode(
      updates(
        .step(1, .running), .roadmap(Self.plan), .step(1, .ok, "Done!"), .step(9, .ok),
        .step(2, .error, "No")))
    #expect(client.log.filter { $0.hasSuffix("PLAN") }.count == 3)
    let states = client.plan?["steps"].flatMap { steps -> [String?]? in
      if case .array(let steps) = steps { steps.map { $0["status"]?.text } } else { nil }
    }
    #expect(states == ["ok", "error", "pending"])
    #expect(
      text.contains(
        #""stepName":"Parse","metadata":{"status-streaming":{"error":"No"}}}"#))
    #expect(client.status?["message"]?.text == "No" && client.status?["status"]?.text == "error")
  }

  @Test("ends what is open before a run that is complete or cancelled, and with one that failed")
  func ends() throws {
    let open = updates(.step(1, .running), .step(2, .running))
    var (text, client) = try encode(open + [.cancelled(reason: "stopped")])
    #expect(client.end == "cancelled" && client.result == nil)
    #expect(text.contains(#""metadata":{"status-streaming":{"reason":"stopped"}}}"#))
    #expect(client.log.filter { $0.hasPrefix("STEP_FINISHED") }.count == 2)
    (text, client) = try encode(open + [.failed(message: "no\n")])
    #expect(client.end == "failed no\n")
    #expect(!client.log.contains { $0.hasPrefix("STEP_FINISHED") })
    (text, client) = try encode([.complete(FinalAnswer(text: ""))])
    #expect(client.end == "success" && client.messages == ["run-1/answer": ""])
    #expect(client.result?["text"]?.text == "")
  }

  @Test("says unknown behind a gap of which nobody has said more")
  func gap() throws {
    let (_, client) = try encode(
      updates(.roadmap(Self.plan), .step(1, .running)) + [.gap(lost: 1)])
    #expect(
      client.status?["status"]?.text == "unknown" && client.plan?["status"]?.text == "unknown")
    #expect(client.openSteps.isEmpty && client.lost == 1 && client.isRunning)
    #expect(client.log.last == "CUSTOM status-streaming.gap")
    #expect(client.log[client.log.count - 2] == "STEP_FINISHED Parse")
  }

  @Test("begins in the middle with what it was told, or says unknown")
  func middle() throws {
    let snapshot = TraceSnapshot(
      trace: "run-1", cursor: 4, update: .step(2, .running, "Half"), plan: Self.plan,
      openSteps: [.init(id: 2, name: "Again")])
    for isTold in [true, false] {
      var encoder = EventStreamEncoder(profile: .agUI(threadID: "t"))
      var bytes: [UInt8] = []
      if isTold { try encoder.encode(snapshot, into: &bytes) }
      try encoder.encode(.event(5, .update(.step(2, .ok))), into: &bytes)
      var client = AGUIClient()
      try client.read(body: String(decoding: bytes, as: UTF8.self))
      #expect(
        client.log
          == ["RUN_STARTED", "ACTIVITY_SNAPSHOT PLAN", "ACTIVITY_SNAPSHOT status"]
          + (isTold
            ? ["STEP_STARTED Again", "STEP_FINISHED Again", "ACTIVITY_DELTA PLAN"]
            : ["STEP_STARTED Step 2", "STEP_FINISHED Step 2"]) + ["ACTIVITY_SNAPSHOT status"])
    }
  }

  @Test("opens at most so many steps, of an agent that ends none")
  func manySteps() throws {
    let payloads = (1...1_000).map { StreamEvent.Payload.update(.step($0, .running)) }
    let (_, client) = try encode(payloads)
    #expect(client.openSteps.count == TraceSnapshot.maximumOpenSteps)
    #expect(client.openSteps.last == "Step 1000")
  }

  @Test(
    "keeps timestamps whole and within what every reader takes",
    arguments: [
      (Duration.zero, Duration.seconds(Int64.max), 9_007_199_254_740_991),
      (.seconds(1_800_000_000), .nanoseconds(1_999_999), 1_800_000_000_001),
      (.nanoseconds(-1), .zero, -1), (.seconds(Int64.min), .zero, -9_007_199_254_740_991),
      (Duration(attoseconds: .max), .seconds(1), 9_007_199_254_740_991),
    ])
  func timestamps(startedAt: Duration, time: Duration, expected: Int) throws {
    var encoder = EventStreamEncoder(profile: .agUI(threadID: "t", startedAt: startedAt))
    var client = AGUIClient()
    try client.read(body: try encoder.text(of: .event(1, .gap(lost: 1), at: time)))
    #expect(client.timestamps.last == expected)
  }

  @Test("refuses what follows the end, and another trace")
  func refusals() throws {
    var encoder = EventStreamEncoder(profile: .agUI(threadID: "t"))
    var bytes: [UInt8] = []
    try encoder.encode(.update(1, "x"), into: &bytes)
    let size = bytes.count
    #expect(throws: StatusEncodingError.self) {
      try encoder.encode(.update(2, "x", of: "run-2"), into: &bytes)
    }
    #expect(throws: StatusEncodingError.self) {
      try encoder.encode(TraceSnapshot(of: "run-2"), into: &bytes)
    }
    #expect(bytes.count == size)
    try encoder.encode(.complete(2), into: &bytes)
    encoder.encodeHeartbeat(into: &bytes)
    encoder.encodeClose(into: &bytes)
    #expect(bytes.suffix(3) == Array("}\n\n".utf8))
    #expect(throws: StatusEncodingError.self) { try encoder.encode(.update(3, "x"), into: &bytes) }
  }

  @Test("sends each event of the protocol as a message of its own")
  func messages() throws {
    var encoder = WebSocketMessageEncoder(profile: .agUI(threadID: "t"))
    var messages: [[UInt8]] = []
    var code = try encoder.encode(.event(1, .update(.step(1, .running))), intoMessages: &messages)
    #expect(code == nil && messages.count == 3)
    code = try encoder.encode(.event(2, .cancelled(reason: "no")), intoMessages: &messages)
    #expect(code == .normalClosure && messages.count == 5)
    var client = AGUIClient()
    for message in messages { try client.take(message) }
    #expect(client.end == "cancelled")
    let last = String(decoding: messages[4], as: UTF8.self)
    #expect(last.hasSuffix(#""metadata":{"status-streaming":{"id":"2","reason":"no"}}}"#))
    var single = WebSocketMessageEncoder(profile: .agUI(threadID: "t"))
    #expect(throws: StatusEncodingError.self) {
      var bytes: [UInt8] = []
      _ = try single.encode(.update(1, "x"), into: &bytes)
    }
  }

  @Test("frames the same messages for a raw transport", arguments: [Int.max, 20])
  func frames(frameSize: Int) throws {
    let events: [StreamEvent] = [
      .event(1, .update(.step(1, .running, "é\n"))), .event(2, .failed(message: "no")),
    ]
    var encoder = WebSocketStatusEncoder(
      profile: .agUI(threadID: "t"), maximumFrameSize: frameSize)
    var plain = WebSocketMessageEncoder(profile: .agUI(threadID: "t"))
    var (bytes, messages): ([UInt8], [[UInt8]]) = ([], [])
    for event in events {
      try encoder.encode(event, into: &bytes)
      _ = try plain.encode(event, intoMessages: &messages)
    }
    var decoder = WebSocketMessageDecoder(reader: .client)
    decoder.feed(bytes)
    for message in messages { #expect(try decoder.next() == .text(message)) }
    #expect(try decoder.next() == .close(code: 1011, reason: []))
  }
}
