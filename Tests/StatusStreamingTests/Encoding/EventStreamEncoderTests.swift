import StatusStreaming
import Testing

@Suite("Event stream encoder")
struct EventStreamEncoderTests {
  @Test("writes each update of the reference profile as one block of data")
  func reference() throws {
    var encoder = EventStreamEncoder(profile: .reference)
    let text = try encoder.text(
      of: .event(1, .update(.step(1, .running, "a\nb\u{2028}"))), .complete(2), closing: true)
    let expected =
      #"data: {"status":"ok","message":"a\nb"# + "\u{2028}"
      + #"","roadmap_step_id":1,"roadmap_step_status":"running","roadmap":null}"# + "\n\n"
    #expect(text.utf8.elementsEqual(expected.utf8))
  }

  @Test("refuses a gap in the reference profile, which can't represent it")
  func gap() throws {
    var encoder = EventStreamEncoder(profile: .reference)
    let error = try #require(throws: StatusEncodingError.self) {
      try encoder.text(of: .event(3, .gap(lost: 3)))
    }
    #expect(error.code == .unrepresentable)
  }

  private static let nulls = #""roadmap_step_id":null,"roadmap_step_status":null,"roadmap":null}"#

  @Test("gives each event of the resumable profile its number, kind and payload")
  func resumable() throws {
    var encoder = EventStreamEncoder(profile: .resumable)
    let text = try encoder.text(
      of: .event(3, .gap(lost: 3)), .update(4, "a\nb\u{2028}"), .complete(5), closing: true)
    let expected =
      "retry: 3000\nid: 3\nevent: gap\ndata: {\"lost\":3}\n\n"
      + "id: 4\nevent: update\n" + #"data: {"status":"thinking","message":"a\nb\u2028","#
      + Self.nulls + "\n\nid: 5\nevent: complete\n"
      + #"data: {"text":"Done","route":null,"artifacts":{},"metadata":{}}"# + "\n\n"
    #expect(text.utf8.elementsEqual(expected.utf8))
  }

  @Test("says a failure of the resumable profile and leaves the reconnection time to the client")
  func resumableFailure() throws {
    var encoder = EventStreamEncoder(profile: .resumable, reconnectionTime: nil)
    let text = try encoder.text(of: .event(1, .failed(message: "no")))
    #expect(text == "id: 1\nevent: failed\ndata: {\"message\":\"no\"}\n\n")
  }

  @Test("says a cancellation in the resumable profile, and closes the body in the other")
  func cancellation() throws {
    var encoder = EventStreamEncoder(profile: .resumable, reconnectionTime: nil)
    let text = try encoder.text(of: .event(1, .cancelled(reason: "no\n")), closing: true)
    #expect(text == "id: 1\nevent: cancelled\ndata: {\"reason\":\"no\\n\"}\n\n")
    var reference = EventStreamEncoder(profile: .reference)
    #expect(try reference.text(of: .event(1, .cancelled(reason: "no")), closing: true).isEmpty)
  }

  @Test("says the reconnection time within the first block, whatever came before it")
  func heartbeatFirst() throws {
    var encoder = EventStreamEncoder(profile: .resumable, reconnectionTime: .microseconds(1_999))
    var bytes: [UInt8] = []
    encoder.encodeHeartbeat(into: &bytes)
    try encoder.encode(.event(1, .gap(lost: 1)), into: &bytes)
    encoder.encodeHeartbeat(into: &bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text == ":\nretry: 1\nid: 1\nevent: gap\ndata: {\"lost\":1}\n\n:\n")
  }
}
