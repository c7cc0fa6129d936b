import GoldenTranscripts
import StatusStreaming
import Testing
import WireDecoding

@Suite("Frame listings")
struct FrameListingTests {
  private static let header = "status-stream-frames 1\n"

  @Test("are rebuilt to the exact bytes", arguments: 0..<100 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var contents = RandomContents(seed: seed)
    let wire = contents.frames()
    let listing = try FrameListing(of: wire)
    #expect(listing.wire == wire)
    #expect(try FrameListing(parsing: listing.bytes, path: "").wire == wire)
    let lines = listing.bytes.split(separator: 0x0A)
    #expect(listing.bytes.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
    #expect(String(validating: listing.bytes, as: UTF8.self) != nil)
    #expect(lines.allSatisfy { $0.last != 0x20 })
  }

  @Test("have a line for each frame, cut or whole", arguments: 0..<50 as Range<UInt64>)
  func cut(seed: UInt64) throws {
    var contents = RandomContents(seed: seed)
    let frames = (0..<3).map { _ in contents.frames() }
    let wire = Array(frames.joined())
    guard wire.count > 0 else { return }
    let cut = Array(wire.prefix(contents.below(wire.count)))
    let listing = try FrameListing(of: cut)
    #expect(try FrameListing(parsing: listing.bytes, path: "").wire == cut)
    let whole = try FrameListing(of: wire).bytes.split(separator: 0x0A)
    let lines = listing.bytes.split(separator: 0x0A)
    #expect(whole.starts(with: lines.dropLast()) && lines.count <= whole.count)
  }

  @Test("show what each kind of frame says")
  func kinds() throws {
    let cases: [([UInt8], String)] = [
      ([0x81, 5] + Array("Hello".utf8), "8105 text 5 Hello"),
      ([0x01, 3] + Array("two".utf8), "0103 text+ 3 two"),
      ([0x80, 6] + Array(" parts".utf8), "8006 continuation 6  parts"),
      ([0x00, 0], "0000 continuation+ 0"),
      ([0x82, 3, 0, 0xFF, 0x20], "8203 binary 3 00ff20"),
      ([0x88, 0], "8800 close 0"),
      ([0x88, 1, 7], "8801 close 1 \\u{7}"),
      ([0x88, 2, 0x03, 0xE8], "8802 close 2 1000"),
      ([0x88, 6, 0x03, 0xF3] + Array("a\nb ".utf8), "8806 close 6 1011 a\\nb\\u{20}"),
      ([0x89, 0], "8900 ping 0"),
      ([0x8A, 3, 0xE2, 0x82, 0x41], "8a03 pong 3 \\xe2\\x82A"),
      ([0x81, 0x82, 1, 2, 3, 4, 0x69, 0x6B], "818201020304 text 2 hi"),
      ([0x81, 4, 0x5C, 0x6E, 0x0D, 0x09], "8104 text 4 \\\\n\\r\\t"),
      (
        [0x81, 19] + Array("\u{1B}\u{7F}\u{85}\u{202E}é👩\u{200D}\u{FEFF}".utf8),
        "8113 text 19 \\u{1b}\\u{7f}\\u{85}\\u{202e}é👩\u{200D}\\u{feff}"
      ),
      ([0x81, 5, 0x48], "- incomplete 3 \\x81\\u{5}H"),
      ([0x81], "- incomplete 1 \\x81"),
    ]
    for (wire, line) in cases {
      let listing = try FrameListing(of: wire)
      #expect(listing.bytes == Array("\(Self.header)\(line)\n".utf8), "\(line)")
      #expect(try FrameListing(parsing: listing.bytes, path: "").wire == wire, "\(line)")
    }
    #expect(try FrameListing(of: []).bytes == Array(Self.header.utf8))
  }

  @Test("keep the three forms of a length apart", arguments: [125, 126, 65_535, 65_536])
  func lengths(count: Int) throws {
    var encoder = WebSocketFramer()
    var wire: [UInt8] = []
    try encoder.text(String(repeating: "x", count: count), into: &wire)
    let listing = try FrameListing(of: wire)
    #expect(listing.bytes.split(separator: 0x0A).count == 2)
    #expect(try FrameListing(parsing: listing.bytes, path: "").wire == wire)
  }

  @Test("name the place of what is wrong")
  func malformed() throws {
    let cases: [(String, line: Int, column: Int, String)] = [
      ("", 1, 1, "header"), ("status-stream-frames 2\n", 1, 1, "header"),
      ("status-stream-frames 1\r\n", 1, 1, "header"), ("8900 ping 0\n", 1, 1, "header"),
      (lines("8900 ping 0", "8900 ping 0").dropped(1), 3, 1, "line feed"),
      (lines(""), 2, 1, "hexadecimal"), (lines("89 ping 0"), 2, 1, "hexadecimal"),
      (lines("890 ping 0"), 2, 1, "hexadecimal"), (lines("8900A0 ping 0"), 2, 1, "hexadecimal"),
      (lines("8900 pling 0"), 2, 6, "kind"), (lines("8900"), 2, 5, "kind"),
      (lines("- ping 0"), 2, 3, "kind"), (lines("8900 incomplete 0"), 2, 6, "kind"),
      (lines("8900 ping x"), 2, 11, "length"), (lines("8900 ping -1"), 2, 11, "length"),
      (lines("8901 ping 1"), 2, 12, "1 bytes instead of 0"),
      (lines("8901 ping 1 ab"), 2, 13, "1 bytes instead of 2"),
      (lines("8201 binary 1 0"), 2, 15, "pairs"), (lines("8802 close 2 x"), 2, 14, "close code"),
      (lines("8802 close 2 65536"), 2, 14, "close code"),
      (lines("8102 text 2 a\\q"), 2, 14, "escape"), (lines("8101 text 1 \\xG0"), 2, 13, "escape"),
      (lines("8101 text 1 \\u{d800}"), 2, 13, "escape"),
      (lines("8101 text 1 \\u41"), 2, 13, "escape"),
      (lines("8101 text 1 \\u{41}"), 2, 13, "not written"),
      (lines("8101 text 1 \\x41"), 2, 13, "not written"),
      (lines("8101 text 1 \t"), 2, 13, "not written"),
      (lines("8101 text 1  "), 2, 13, "not written"),
      (lines("8101 text 01 a"), 2, 11, "not written"),
      (lines("8900 ping 0 "), 2, 12, "not written"),
      (lines("8900 ping 0", "8900 pong 0"), 3, 7, "not written"),
      (lines("8101 text+ 1 a"), 2, 10, "not written"),
      (lines("8102 text 1 a"), 2, 1, "not written"),
      (lines("- incomplete 2 \\x89\\u{0}"), 2, 1, "not written"),
      (lines("- incomplete 1 \\x89", "8900 ping 0"), 2, 14, "not written"),
      (lines("8900 ping 0", "c900 ping 0"), 3, 1, "reserved bit"),
      (lines("8900 ping 0\r"), 2, 11, "length"),
      (lines("8101 text 1 a\r"), 2, 13, "1 bytes instead of 2"),
    ]
    for (text, line, column, words) in cases {
      let error = #expect(throws: ListingError.self, "\(text)") {
        try FrameListing(parsing: Array(text.utf8), path: "s/websocket.frames")
      }
      let description = error?.description ?? ""
      #expect(
        description.hasPrefix("s/websocket.frames:\(line):\(column): "), "\(text) \(description)")
      #expect(description.contains(words), "\(text) \(description)")
    }
  }

  @Test("accept nothing but what they write", arguments: 0..<50 as Range<UInt64>)
  func damage(seed: UInt64) throws {
    var contents = RandomContents(seed: seed)
    let bytes = try FrameListing(of: contents.frames()).bytes
    for _ in 0..<8 {
      var damaged = bytes
      damaged[contents.below(bytes.count)] = UInt8.random(in: 0...255, using: &contents.generator)
      guard let read = try? FrameListing(parsing: damaged, path: "") else { continue }
      #expect(read.bytes == damaged)
      #expect(try FrameListing(of: read.wire) == read)
    }
  }

  @Test("refuse a frame that is illegal, and say which and where")
  func illegal() throws {
    let error = #expect(throws: IllegalFrame.self) {
      try FrameListing(of: [0x81, 1, 0x61, 0x89, 0, 0x83, 0])
    }
    #expect(error?.index == 2)
    #expect(error?.offset == 5)
    #expect(error?.violation.code == .reservedOpcode(3))
  }

  @Test("show what the encoder sends")
  func encoder() throws {
    var encoder = WebSocketStatusEncoder(maximumFrameSize: 100)
    var wire: [UInt8] = []
    let update = StatusUpdate.thinking("解析 \u{2028}")
    let event = StreamEvent(trace: "a", sequence: 1, payload: .update(update))
    try encoder.encode(event, into: &wire)
    encoder.encodeHeartbeat(into: &wire)
    try encoder.encode(
      .init(trace: "a", sequence: 2, payload: .failed(message: "no")), into: &wire)
    let expected =
      Self.header
      + #"0164 text+ 100 {"status":"thinking","message":"解析 \\u2028","roadmap_step_id":null,"#
      + #""roadmap_step_status":null,"#
    let bytes = try FrameListing(of: wire).bytes
    #expect(bytes.starts(with: expected.utf8))
    let end =
      "8900 ping 0\n8120 text 32 {\"type\":\"failed\",\"message\":\"no\"}\n8802 close 2 1011\n"
    #expect(bytes.suffix(end.utf8.count).elementsEqual(end.utf8))
  }

  private func lines(_ lines: String...) -> String {
    Self.header + lines.map { $0 + "\n" }.joined()
  }
}

extension String {
  fileprivate func dropped(_ count: Int) -> String { String(dropLast(count)) }
}
