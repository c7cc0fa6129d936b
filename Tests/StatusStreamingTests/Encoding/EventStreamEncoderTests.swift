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
}
