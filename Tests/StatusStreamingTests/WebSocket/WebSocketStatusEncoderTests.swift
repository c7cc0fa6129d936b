import StatusStreaming
import Testing

@Suite("WebSocket status encoder")
struct WebSocketStatusEncoderTests {
  /// A text frame of at most 125 bytes.
  private func frame(_ json: String) -> [UInt8] {
    [0x81, UInt8(json.utf8.count)] + json.utf8
  }

  private func bytes(of events: StreamEvent..., closing: Bool = false) throws -> [UInt8] {
    var encoder = WebSocketStatusEncoder()
    var bytes: [UInt8] = []
    for event in events { try encoder.encode(event, into: &bytes) }
    if closing { encoder.encodeClose(into: &bytes) }
    return bytes
  }

  @Test("writes gaps, the answer and Close 1000")
  func complete() throws {
    let bytes = try bytes(of: .event(2, .gap(lost: 2)), .complete(3), closing: true)
    let answer = #"{"text":"Done","route":null,"artifacts":{},"metadata":{}}"#
    #expect(
      bytes == frame(#"{"type":"gap","lost":2}"#)
        + frame(#"{"type":"complete","result":\#(answer)}"#) + [0x88, 2, 0x03, 0xE8])
  }

  @Test("writes a failure and Close 1011")
  func failed() throws {
    let bytes = try bytes(of: .event(1, .failed(message: "no \"way\"")))
    #expect(
      bytes == frame(#"{"type":"failed","message":"no \"way\""}"#) + [0x88, 2, 0x03, 0xF3])
  }

  @Test("writes a cancellation and Close 1000, since nothing failed")
  func cancelled() throws {
    let bytes = try bytes(of: .event(1, .cancelled(reason: "the \"user\"")), closing: true)
    #expect(
      bytes == frame(#"{"type":"cancelled","reason":"the \"user\""}"#) + [0x88, 2, 0x03, 0xE8])
    var messages = WebSocketMessageEncoder()
    var payload: [UInt8] = []
    #expect(
      try messages.encode(.event(1, .cancelled(reason: "")), into: &payload) == .normalClosure)
    #expect(payload == Array(#"{"type":"cancelled","reason":""}"#.utf8))
  }

  @Test("says that it goes away when closed before the end, once")
  func goingAway() throws {
    var encoder = WebSocketStatusEncoder()
    var bytes: [UInt8] = []
    encoder.encodeClose(into: &bytes)
    encoder.encodeClose(into: &bytes)
    encoder.encodeHeartbeat(into: &bytes)
    #expect(bytes == [0x88, 2, 0x03, 0xE9])
  }

  @Test("pings as its heartbeat")
  func heartbeat() {
    var encoder = WebSocketStatusEncoder()
    var bytes: [UInt8] = []
    encoder.encodeHeartbeat(into: &bytes)
    #expect(bytes == [0x89, 0])
  }

  @Test("begins each message of the resumable profile with its number")
  func numbers() throws {
    var encoder = WebSocketStatusEncoder(profile: .resumable)
    var messages = WebSocketMessageEncoder(profile: .resumable)
    var wire: [UInt8] = []
    var payload: [UInt8] = []
    var events: [StreamEvent] = [
      .event(2, .gap(lost: 2)), .update(3, nil), .event(4, .failed(message: "\"id\"")),
    ]
    events[1].epoch = "b7"
    for event in events {
      try encoder.encode(event, into: &wire)
      _ = try messages.encode(event, into: &payload)
    }
    let nulls =
      #""message":null,"roadmap_step_id":null,"roadmap_step_status":null,"roadmap":null}"#
    let texts = [
      #"{"id":"2","type":"gap","lost":2}"#, #"{"id":"b7-3","status":"thinking",\#(nulls)"#,
      #"{"id":"4","type":"failed","message":"\"id\""}"#,
    ]
    #expect(wire == texts.flatMap(frame) + [0x88, 2, 0x03, 0xF3])
    #expect(payload == Array(texts.joined().utf8))
    #expect(throws: StatusEncodingError.self) {
      try messages.encode(.update(5, "late"), into: &payload)
    }
  }

  @Test("closes with a code of the server's choice, once, and with none that may not be sent")
  func chosenCode() throws {
    var encoder = WebSocketStatusEncoder()
    var bytes: [UInt8] = []
    for code: WebSocketCloseCode in [1004, 1005, 1006, 1015, 999, 2999, 5000, 0] {
      #expect(throws: WebSocketEncodingError.self) { try encoder.encodeClose(code, into: &bytes) }
    }
    #expect(throws: WebSocketEncodingError.self) {
      try encoder.encodeClose(nil, reason: "no code", into: &bytes)
    }
    #expect(bytes.isEmpty)
    try encoder.encodeClose(.policyViolation, reason: "not yours", into: &bytes)
    #expect(bytes == [0x88, 11, 0x03, 0xF0] + Array("not yours".utf8))
    let size = bytes.count
    try encoder.encodeClose(.normalClosure, into: &bytes)
    encoder.encodeClose(into: &bytes)
    encoder.encodeHeartbeat(into: &bytes)
    #expect(throws: StatusEncodingError.self) { try encoder.encode(.update(1, "a"), into: &bytes) }
    #expect(bytes.count == size)
  }

  @Test("gives the same messages to servers that frame for themselves")
  func messages() throws {
    var encoder = WebSocketMessageEncoder()
    var payload: [UInt8] = []
    #expect(try encoder.encode(.event(2, .gap(lost: 2)), into: &payload) == nil)
    #expect(payload == Array(#"{"type":"gap","lost":2}"#.utf8))
    #expect(try encoder.encode(.complete(3), into: &payload) == .normalClosure)
    #expect(encoder.close() == nil)
    var other = WebSocketMessageEncoder()
    #expect(
      try other.encode(.event(1, .failed(message: "")), into: &payload) == .internalError)
    var third = WebSocketMessageEncoder()
    #expect(third.close() == .goingAway)
    #expect(throws: StatusEncodingError.self) { try third.encode(.complete(1), into: &payload) }
  }
}
