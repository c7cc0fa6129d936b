import StatusStreaming
import Testing

@Suite("JSON lines encoder")
struct JSONLinesEncoderTests {
  private static let header = "{\"format\":\"status-stream-events\",\"version\":1}\n"

  @Test("writes a header, then a line per event of any trace")
  func lines() throws {
    var encoder = JSONLinesEncoder()
    let text = try encoder.text(
      of: .event(1, .update(.thinking("x")), at: .nanoseconds(1_000_000_001)),
      .event(4, .gap(lost: 3), of: "b"), .event(2, .failed(message: "no"), of: "c"),
      .event(2, .cancelled(reason: "so"), of: "d"), .complete(5), closing: true)
    let expected =
      Self.header
      + #"{"time":1.000000001,"trace":"run-1","sequence":1,"update":{"status":"thinking","#
      + #""message":"x","roadmap_step_id":null,"roadmap_step_status":null,"roadmap":null}}"# + "\n"
      + #"{"time":0.000000000,"trace":"b","sequence":4,"gap":{"lost":3}}"# + "\n"
      + #"{"time":0.000000000,"trace":"c","sequence":2,"failed":{"message":"no"}}"# + "\n"
      + #"{"time":0.000000000,"trace":"d","sequence":2,"cancelled":{"reason":"so"}}"# + "\n"
      + #"{"time":0.000000000,"trace":"run-1","sequence":5,"complete":{"text":"Done","#
      + #""route":null,"artifacts":{},"metadata":{}}}"# + "\n"
    #expect(text.utf8.elementsEqual(expected.utf8))
  }

  @Test("says what an empty file is")
  func empty() throws {
    var encoder = JSONLinesEncoder()
    #expect(try encoder.text(closing: true) == Self.header)
  }
}
