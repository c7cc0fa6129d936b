import StatusStreaming
import Testing

@Suite("Payloads read from their JSON")
struct PayloadParsingTests {
  static let payloads: [StreamEvent.Payload] = [
    .update(.thinking(nil)),
    .update(.thinking("one\r\ntwo \u{2028} \u{0} 👩‍👩‍👧")),
    .update(.step(.max, .error, "")),
    .update(.step(.min, .running)),
    .update(.roadmap([], message: "none")),
    .update(
      .roadmap([
        RoadmapStep(id: -1, name: "", description: "\u{FEFF}", status: .error),
        RoadmapStep(id: 2, name: "b", description: "c"),
      ])),
    .gap(lost: .max),
    .complete(FinalAnswer(text: "")),
    .complete(
      FinalAnswer(
        text: "done", route: "planner", artifacts: ["z": ["b": 1, "a": [nil, 2.5]], "a": 0],
        metadata: ["type": "gap"])),
    .failed(message: "no"),
    .cancelled(reason: ""),
  ]

  @Test("come back as they were", arguments: payloads, [JSONProfile.reference, .portable])
  func roundTrip(payload: StreamEvent.Payload, profile: JSONProfile) throws {
    var bytes: [UInt8] = []
    payload.appendTaggedJSON(to: &bytes, profile: profile)
    #expect(try StreamEvent.Payload(taggedJSON: bytes) == payload)
  }

  @Test("are as deep as encoders let an answer be", arguments: [1, 2, 118, 119, 120])
  func depth(levels: Int) throws {
    let value = (1..<levels).reduce(JSON(1)) { value, _ in [value] }
    let payload = StreamEvent.Payload.complete(
      FinalAnswer(text: "", artifacts: ["a": value], metadata: ["m": value]))
    var encoded: [UInt8] = []
    var encoder = EventStreamEncoder(profile: .resumable)
    try encoder.encode(StreamEvent(trace: "a", sequence: 1, payload: payload), into: &encoded)
    try roundTrip(payload: payload, profile: .reference)
  }

  @Test("keep the digits of an answer's numbers and the order of its members")
  func digits() throws {
    let text =
      #"{"type":"complete","result":{"text":"t","route":null,"artifacts":{"b":1.10,"a":1e400},"#
      + #""metadata":{"n":123456789012345678901234567890}}}"#
    var bytes: [UInt8] = []
    try StreamEvent.Payload(taggedJSON: text.utf8).appendTaggedJSON(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }

  @Test("have their members in any order, those that are null left out")
  func members() throws {
    let update = try StreamEvent.Payload(taggedJSON: #"{"message":"m","status":"ok"}"#.utf8)
    #expect(update == .update(StatusUpdate(status: .ok, message: "m")))
    #expect(try StreamEvent.Payload(taggedJSON: #"{"lost":1,"type":"gap"}"#.utf8) == .gap(lost: 1))
  }

  @Test(
    "are refused by the name of what is wrong",
    arguments: [
      ("[]", "the payload is [], expected an object"),
      ("{}", "status is null, expected one of: thinking, ok, error"),
      (#"{"status":"OK"}"#, #"status is "OK", expected one of"#),
      (#"{"status":"ok","message":1}"#, "message is 1, expected a string"),
      (#"{"status":"ok","roadmap_step_id":1.5}"#, "roadmap_step_id is 1.5, expected a whole"),
      (#"{"status":"ok","roadmap":{}}"#, "roadmap is {}, expected an array"),
      (#"{"status":"ok","roadmap":[{"id":1}]}"#, "roadmap.0.name is null, expected a string"),
      (#"{"status":"ok","more":null}"#, "more is null, expected no such member"),
      (#"{"type":"end"}"#, #"type is "end", expected one of: gap"#),
      (#"{"type":null}"#, "type is null, expected one of: gap"),
      (#"{"type":"gap","lost":0}"#, "lost is 0, expected a whole number of at least 1"),
      (#"{"type":"gap","lost":1,"x":2}"#, "x is 2, expected no such member"),
      (#"{"type":"failed"}"#, "message is null, expected a string"),
      (#"{"type":"complete","result":{"text":"t"}}"#, "result.artifacts is null, expected an"),
    ])
  func refusals(text: String, message: String) {
    let error = #expect(throws: DecodingError.self) {
      try StreamEvent.Payload(taggedJSON: text.utf8)
    }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.debugDescription.hasPrefix(message), "\(context.debugDescription)")
  }

  @Test("that are no JSON at all are refused where they stop being it")
  func syntax() {
    #expect(throws: JSONParsingError.self) { try StreamEvent.Payload(taggedJSON: "{".utf8) }
    #expect(throws: JSONParsingError.self) { try StreamEvent.Payload(taggedJSON: [0xFF]) }
  }
}
