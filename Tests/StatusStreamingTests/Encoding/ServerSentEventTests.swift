import StatusStreaming
import Testing

@Suite("Server-sent events")
struct ServerSentEventTests {
  private func encode(_ event: ServerSentEvent) throws(ServerSentEventError) -> String {
    var bytes: [UInt8] = []
    try event.append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Each row is an event and its exact bytes; compared as UTF-8, since CR LF is one `Character`.
  @Test(
    "are written field by field",
    arguments: [
      (ServerSentEvent(data: "x"), "data: x\n\n"),
      (ServerSentEvent(data: ""), "data: \n\n"),
      (ServerSentEvent(data: " x "), "data:  x \n\n"),
      (ServerSentEvent(data: "a\n"), "data: a\ndata: \n\n"),
      (ServerSentEvent(data: "a\r\nb\rc\n\nd"), "data: a\ndata: b\ndata: c\ndata: \ndata: d\n\n"),
      (ServerSentEvent(data: "12345678\r12345678"), "data: 12345678\ndata: 12345678\n\n"),
      (ServerSentEvent(data: "x", event: ""), "data: x\n\n"),
      (ServerSentEvent(data: "x", event: "e", id: "7"), "id: 7\nevent: e\ndata: x\n\n"),
      (ServerSentEvent(id: ""), "id: \n\n"),
      (ServerSentEvent(event: "e"), "event: e\n\n"),
      (ServerSentEvent(retry: 0), "retry: 0\n"),
      (ServerSentEvent(retry: 1_500), "retry: 1500\n"),
      (ServerSentEvent(retry: .max), "retry: 9223372036854775807\n"),
      (ServerSentEvent(comment: ""), ":\n"),
      (ServerSentEvent(comment: "\n"), ": \n: \n"),
      (ServerSentEvent(comment: "a\r\ndata: evil"), ": a\n: data: evil\n"),
      (ServerSentEvent(data: "\u{2028}\u{85}"), "data: \u{2028}\u{85}\n\n"),
      (ServerSentEvent(), ""),
    ])
  func fields(event: ServerSentEvent, expected: String) throws {
    #expect(Array(try encode(event).utf8) == Array(expected.utf8))
  }

  @Test(
    "that the format can't carry are refused and leave the buffer alone",
    arguments: [
      (ServerSentEvent(data: "x", event: "a\nb"), ServerSentEventError.Code.lineBreakInEvent),
      (ServerSentEvent(data: "x", event: "a\r"), .lineBreakInEvent),
      (ServerSentEvent(data: "x", id: "1\r\n2"), .lineBreakInID),
      (ServerSentEvent(data: "x", id: "1\0"), .nulInID),
      (ServerSentEvent(data: "x", retry: -1), .negativeRetry),
    ])
  func refusals(event: ServerSentEvent, code: ServerSentEventError.Code) {
    var bytes: [UInt8] = [1, 2]
    let error = #expect(throws: ServerSentEventError.self) { try event.append(to: &bytes) }
    #expect(error?.code == code)
    #expect(bytes == [1, 2])
  }

  @Test("that are too large are refused whole, and the largest allowed is not")
  func limit() throws {
    let event = ServerSentEvent(data: "12345")
    var bytes: [UInt8] = []
    try event.append(to: &bytes, maximumSize: 13)
    #expect(bytes.count == 13)
    let error = #expect(throws: ServerSentEventError.self) {
      try event.append(to: &bytes, maximumSize: 12)
    }
    #expect(error?.code == .tooLarge(size: 13, limit: 12))
    #expect(bytes.count == 13)
  }

  @Test(
    "take generated data as they take a string",
    arguments: ["", "{}", "a\nb", "\r", "x\r\n\r\n"])
  func generatedData(data: String) throws {
    let event = ServerSentEvent(data: data, event: "e", id: "1", retry: 2, comment: "c")
    var bytes: [UInt8] = [0]
    try event.append(to: &bytes) { $0.append(contentsOf: data.utf8) }
    #expect(Array(bytes.dropFirst()) == Array(try encode(event).utf8))
  }

  @Test("have a heartbeat of one line, without the blank line that some clients take for an event")
  func heartbeat() {
    var bytes: [UInt8] = []
    ServerSentEvent.appendHeartbeat(to: &bytes)
    #expect(bytes == Array(":\n".utf8))
  }
}
