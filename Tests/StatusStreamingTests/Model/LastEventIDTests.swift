import StatusStreaming
import Testing

@Suite("Last-Event-ID")
struct LastEventIDTests {
  @Test("is a sequence number as it was sent", arguments: [0, 1, 99, Int.max])
  func valid(number: Int) throws {
    #expect(try Cursor(lastEventID: String(number)).number.rawValue == number)
  }

  @Test(
    "is refused if it is anything else, naming it without letting it act",
    arguments: [
      "", " ", "1 ", " 1", "+1", "-1", "007", "1.0", "1e3", "0x1", "one", "1\n2", "١",
      "9223372036854775808", "1\u{301}",
    ])
  func invalid(value: String) throws {
    let error = try #require(throws: InvalidLastEventID.self) {
      try Cursor(lastEventID: value)
    }
    #expect(error.value == value)
    #expect(error.description.utf8.allSatisfy { (0x20...0x7E).contains($0) })
  }
}
