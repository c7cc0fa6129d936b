import GoldenTranscripts
import StatusStreaming
import Testing

@Suite("Event listings")
struct EventListingTests {
  private static let header = #"{"format":"status-stream-events","version":1}"# + "\n"
  private static let gap = #"{"time":1.000000001,"trace":"b","sequence":4,"gap":{"lost":3}}"#
  private static let update =
    #"{"time":0.000000000,"trace":"a","sequence":1,"update":{"status":"ok","message":"x","#
    + #""roadmap_step_id":null,"roadmap_step_status":null,"roadmap":[{"id":1,"name":"n","#
    + #""description":"d","status":"pending"}]}}"#

  @Test("are read back as they were written", arguments: 0..<200 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var contents = RandomContents(seed: seed)
    let events = contents.events()
    let bytes = try EventListing(of: events).bytes()
    let read = try EventListing(parsing: bytes, path: "events.jsonl")
    #expect(read.events == events)
    #expect(try read.bytes() == bytes)
  }

  @Test("give times to the nanosecond and maps in their order")
  func exactness() throws {
    let line =
      #"{"time":12345678901.000000007,"trace":"a","sequence":1,"complete":{"text":"t","#
      + #""route":"r","artifacts":{"z":1.50,"a":[{"y":null,"b":1e400}]},"#
      + #""metadata":{"e\#u{301}":"3","é":"4"}}}"#
    let listing = try EventListing(parsing: Array("\(Self.header)\(line)\n".utf8), path: "")
    let event = try #require(listing.events.first)
    #expect(event.time == .seconds(12_345_678_901) + .nanoseconds(7))
    guard case .complete(let answer) = event.payload else {
      Issue.record("\(event)")
      return
    }
    #expect(answer.artifacts.map(\.key) == ["z", "a"])
    #expect(answer.artifacts["z"]?.description == "1.50")
    #expect(answer.artifacts["a"]?.description == #"[{"y":null,"b":1e400}]"#)
    #expect(try listing.bytes() == Array("\(Self.header)\(line)\n".utf8))
    #expect(answer.metadata.map(\.value) == ["3", "4"])
    #expect(try EventListing(of: []).bytes() == Array(Self.header.utf8))
  }

  @Test("name the file, the line and the byte of what is wrong")
  func malformed() throws {
    let cases: [(String, line: Int, column: Int, String)] = [
      ("", 1, 1, "header"),
      (#"{"format":"status-stream-events","version":2}"# + "\n", 1, 1, "header"),
      ("\(Self.gap)\n", 1, 1, "header"),
      (Self.header.replacing("\n", with: "\r\n"), 1, 1, "header"),
      ("\(Self.header)\(Self.gap)", 2, 1, "line feed"),
      ("\(Self.header)\(Self.gap)\n\n", 3, 1, "ends"),
      ("\(Self.header)\(Self.gap)\r\n", 2, 63, "not written"),
      ("\(Self.header)\(Self.gap)}\n", 2, 63, "no place"),
      ("\(Self.header)\(Self.gap.dropLast())\n", 2, 62, "ends"),
      (edited(Self.gap, "1.000000001", "1.00000001"), 2, 1, "nine decimals at time"),
      (edited(Self.gap, "1.000000001", "-1.000000001"), 2, 1, "nine decimals at time"),
      (edited(Self.gap, "1.000000001", "1e1"), 2, 1, "nine decimals at time"),
      (edited(Self.gap, "1.000000001", "\"1\""), 2, 1, "a number at time"),
      (edited(Self.gap, "\"b\"", "\"b c\""), 2, 1, "visible ASCII characters at trace"),
      (edited(Self.gap, ":4", ":0"), 2, 1, "at least 1 at sequence"),
      (edited(Self.gap, ":4", ":4.0"), 2, 1, "at least 1 at sequence"),
      (edited(Self.gap, ":4", ":\"4\""), 2, 1, "EPOCH-NUMBER, or a number alone at sequence"),
      (edited(Self.gap, ":4", ":\"a-0\""), 2, 1, "EPOCH-NUMBER, or a number alone at sequence"),
      (edited(Self.gap, ":4", ":\"a_-4\""), 2, 1, "EPOCH-NUMBER, or a number alone at sequence"),
      (edited(Self.gap, ":3", ":0"), 2, 1, "at least 1 at gap.lost"),
      (edited(Self.gap, "gap", "gapp"), 2, 1, "one of update, gap, complete, failed"),
      (edited(Self.gap, "trace", "track"), 2, 1, "'trace' instead of 'track'"),
      (edited(Self.gap, "lost\":3", "lost\":3,\"x\":1"), 2, 1, "the end instead of 'x' at gap"),
      (edited(Self.gap, "}}", "},\"x\":1}"), 2, 1, "the end instead of 'x'"),
      (edited(Self.gap, "\"trace\"", " \"trace\""), 2, 21, "not written"),
      (edited(Self.gap, "\"b\"", "\"\\u0062\""), 2, 30, "not written"),
      (edited(Self.update, "\"ok\"", "\"fine\""), 2, 1, "thinking, ok, error at update.status"),
      (edited(Self.update, "pending", "x"), 2, 1, "at update.roadmap[0].status"),
      (edited(Self.update, "\"roadmap_step_id\":null,", ""), 2, 1, "'roadmap_step_id' instead"),
      (edited(Self.update, "\"x\"", "1"), 2, 1, "a string at update.message"),
    ]
    for (text, line, column, words) in cases {
      let error = #expect(throws: ListingError.self, "\(text)") {
        try EventListing(parsing: Array(text.utf8), path: "a/events.jsonl")
      }
      let description = error?.description ?? ""
      #expect(description.hasPrefix("a/events.jsonl:\(line):\(column): "), "\(description)")
      #expect(description.contains(words), "\(description)")
    }
  }

  private func edited(_ line: String, _ part: String, _ other: String) -> String {
    "\(Self.header)\(line.replacing(part, with: other, maxReplacements: 1))\n"
  }

  @Test("accept nothing but what the encoder writes", arguments: 0..<100 as Range<UInt64>)
  func damage(seed: UInt64) throws {
    var contents = RandomContents(seed: seed)
    let bytes = try EventListing(of: contents.events()).bytes()
    for _ in 0..<8 {
      var damaged = bytes
      damaged[contents.below(bytes.count)] = UInt8.random(in: 0...255, using: &contents.generator)
      guard let read = try? EventListing(parsing: damaged, path: "") else { continue }
      #expect(try read.bytes() == damaged)
    }
  }
}
