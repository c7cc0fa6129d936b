import StatusStreaming
import Testing

@Suite("WebSocket frame encoder")
struct WebSocketFramerTests {
  private static let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]

  private static func client(maximumFrameSize: Int = .max) -> WebSocketFramer {
    WebSocketFramer(
      role: .client(nextMaskingKey: { 0x37FA_213D }), maximumFrameSize: maximumFrameSize)
  }

  private func expectError(
    _ code: WebSocketEncodingError.Code, sourceLocation: SourceLocation = #_sourceLocation,
    _ call: (inout [UInt8]) throws -> Void
  ) {
    var bytes: [UInt8] = [1]
    let error = #expect(throws: WebSocketEncodingError.self, sourceLocation: sourceLocation) {
      try call(&bytes)
    }
    #expect(error?.code == code, sourceLocation: sourceLocation)
    #expect(bytes == [1], sourceLocation: sourceLocation)
  }

  @Test(
    "writes lengths in as few bytes as hold them",
    arguments: [
      (0, [0x82, 0]), (125, [0x82, 125]), (126, [0x82, 126, 0, 126]),
      (65_535, [0x82, 126, 0xFF, 0xFF]), (65_536, [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
    ] as [(Int, [UInt8])])
  func lengths(size: Int, header: [UInt8]) throws {
    let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    var bytes: [UInt8] = [9]
    var encoder = WebSocketFramer()
    try encoder.binary(payload, into: &bytes)
    let isExpected = bytes == [9] + header + payload
    #expect(isExpected, "\(bytes.prefix(16)), \(bytes.count) bytes")
  }

  @Test("masks what a client sends, the key restarting with every frame", arguments: [3, 125, 126])
  func masking(size: Int) throws {
    var encoder = Self.client(maximumFrameSize: size)
    let payload = (0..<(size + 2)).map { UInt8($0) }
    var bytes: [UInt8] = []
    try encoder.binary(payload, into: &bytes)
    let lengths: [UInt8] = size < 126 ? [0x80 | UInt8(size)] : [0x80 | 126, 0, UInt8(size)]
    let first = zip(payload[..<size], 0...).map { $0 ^ Self.key[$1 % 4] }
    let second = zip(payload[size...], 0...).map { $0 ^ Self.key[$1 % 4] }
    #expect(bytes == [0x02] + lengths + Self.key + first + [0x80, 0x82] + Self.key + second)
  }

  @Test("splits a message at the frame size, however it was given")
  func splitting() throws {
    var encoder = WebSocketFramer(maximumFrameSize: 2)
    var bytes: [UInt8] = []
    try encoder.text("abcde", into: &bytes)
    #expect(bytes == [0x01, 2, 97, 98, 0x00, 2, 99, 100, 0x80, 1, 101])
    bytes = []
    try encoder.text(Array("abcd".utf8), into: &bytes)
    #expect(bytes == [0x01, 2, 97, 98, 0x80, 2, 99, 100])
  }

  @Test("lets control frames between fragments, and nothing else")
  func fragments() throws {
    var encoder = WebSocketFramer(maximumMessageSize: 4)
    var bytes: [UInt8] = []
    try encoder.fragment("a", isFinal: false, into: &bytes)
    try encoder.ping(into: &bytes)
    expectError(.unfinishedMessage) { try encoder.text("b", into: &$0) }
    expectError(.unfinishedMessage) { try encoder.fragment([98], isFinal: true, into: &$0) }
    expectError(.messageTooLarge(size: 5, limit: 4)) {
      try encoder.fragment("bcde", isFinal: true, into: &$0)
    }
    try encoder.fragment("bcd", isFinal: true, into: &bytes)
    try encoder.fragment([0xFF], isFinal: true, into: &bytes)
    #expect(bytes == [0x01, 1, 97, 0x89, 0, 0x80, 3, 98, 99, 100, 0x82, 1, 0xFF])
  }

  @Test(
    "lets a text fragment end within a character, which the next one continues",
    arguments: ["\u{E9}", "\u{800}", "\u{20AC}", "\u{D7FF}", "\u{10000}", "\u{10FFFF}", "a👩‍💻b"])
  func fragmentedCharacters(text: String) throws {
    var encoder = WebSocketFramer()
    var bytes: [UInt8] = []
    var expected: [UInt8] = []
    for byte in text.utf8 {
      expected += [expected.isEmpty ? 0x01 : 0x00, 1, byte]
      try encoder.fragment(utf8: [byte], isFinal: false, into: &bytes)
    }
    try encoder.fragment("", isFinal: true, into: &bytes)
    #expect(bytes == expected + [0x80, 0])
  }

  @Test(
    "refuses a text fragment at the byte that breaks UTF-8, and then goes on",
    arguments: [
      ([0x61], [0x80]), ([0xE2], [0x28]), ([0xE2, 0x82], [0x61]), ([0xC3], [0xC3]),
      ([], [0xC0]), ([], [0xC1, 0xBF]), ([0xE0], [0x80]), ([], [0xE0, 0x9F]), ([0xED], [0xA0]),
      ([0xF0], [0x8F]), ([], [0xF0, 0x8F, 0x80]), ([0xF4], [0x90]), ([], [0xF5]), ([], [0xFF]),
      ([], [0x80, 0x80, 0x80, 0x80]), ([], [0xC3, 0xA9, 0x80]), ([], [0xFF, 0xE2, 0x82]),
      ([0xF0, 0x9F, 0x98], [0x80, 0x80]),
    ] as [([UInt8], [UInt8])])
  func brokenFragments(begun: [UInt8], next: [UInt8]) throws {
    var encoder = WebSocketFramer()
    var bytes: [UInt8] = []
    try encoder.fragment(utf8: begun, isFinal: false, into: &bytes)
    expectError(.invalidUTF8) { try encoder.fragment(utf8: next, isFinal: false, into: &$0) }
    if !begun.isEmpty && begun != [0x61] {
      expectError(.invalidUTF8) { try encoder.fragment(utf8: [], isFinal: true, into: &$0) }
      expectError(.invalidUTF8) { try encoder.fragment("a", isFinal: true, into: &$0) }
    }
  }

  @Test("refuses what may not be sent, and then sends on")
  func refusals() throws {
    var encoder = WebSocketFramer(maximumMessageSize: 3)
    expectError(.messageTooLarge(size: 4, limit: 3)) { try encoder.text("abcd", into: &$0) }
    expectError(.invalidUTF8) { try encoder.text([0xE2, 0x82], into: &$0) }
    let long = [UInt8](repeating: 0, count: 126)
    expectError(.controlPayloadTooLarge(size: 126)) { try encoder.ping(long, into: &$0) }
    expectError(.controlPayloadTooLarge(size: 126)) { try encoder.pong(long, into: &$0) }
    expectError(.reasonWithoutCode) { try encoder.close(nil, reason: "x", into: &$0) }
    expectError(.controlPayloadTooLarge(size: 126)) {
      let reason = String(repeating: "x", count: 124)
      try encoder.close(1000, reason: reason, overlongReason: .refuse, into: &$0)
    }
    #expect(!encoder.isClosed)
    var bytes: [UInt8] = []
    try encoder.text("abc", into: &bytes)
    #expect(bytes == [0x81, 3, 97, 98, 99])
  }

  @Test("closes with no code but one that may be sent")
  func closeCodes() throws {
    let sendable = (UInt16.min...(.max)).filter { WebSocketCloseCode(rawValue: $0).isSendable }
    #expect(sendable == Array(1000...1003) + Array(1007...1014) + Array(3000...4999))
    var encoder = WebSocketFramer()
    expectError(.unsendableCloseCode(1005)) { try encoder.close(1005, into: &$0) }
    var bytes: [UInt8] = []
    try encoder.close(nil, into: &bytes)
    #expect(bytes == [0x88, 0])
  }

  @Test("sends nothing after Close")
  func nothingAfterClose() throws {
    var encoder = WebSocketFramer()
    var bytes: [UInt8] = []
    try encoder.close(.goingAway, reason: "bye", into: &bytes)
    #expect(bytes == [0x88, 5, 0x03, 0xE9] + Array("bye".utf8))
    #expect(encoder.isClosed)
    let messages: [WebSocketFramer.Message] = [
      .text([]), .binary([]), .ping([]), .pong([]), .close(1000, reason: ""),
    ]
    for message in messages {
      expectError(.closed) { try encoder.encode(message, into: &$0) }
    }
    expectError(.closed) { try encoder.fragment("", isFinal: false, into: &$0) }
  }

  @Test("cuts a reason to 123 bytes between characters, or scalars where a character is longer")
  func reasons() throws {
    let family = "👩‍👩‍👧‍👦"
    let accents = "e" + String(repeating: "\u{301}", count: 100)
    let cases: [(String, String)] = [
      (String(repeating: "x", count: 123), String(repeating: "x", count: 123)),
      (String(repeating: "x", count: 124), String(repeating: "x", count: 123)),
      (String(repeating: "€", count: 42), String(repeating: "€", count: 41)),
      (String(repeating: "x", count: 120) + family, String(repeating: "x", count: 120)),
      (accents, "e" + String(repeating: "\u{301}", count: 61)),
    ]
    for (reason, kept) in cases {
      var encoder = WebSocketFramer()
      var bytes: [UInt8] = []
      try encoder.close(reason: reason, into: &bytes)
      #expect(Array(bytes.dropFirst(4)) == Array(kept.utf8))
    }
  }

  @Test("gives one result for a kind of message by every way to send it")
  func ways() throws {
    var (bytes, others): ([UInt8], [UInt8]) = ([], [])
    var (encoder, other) = (Self.client(), Self.client())
    for size in [0, 3, 200, 70_000] {
      let text = String(repeating: "ä", count: size)
      try encoder.text(text, into: &bytes)
      try encoder.text(into: &bytes) { $0.append(contentsOf: text.utf8) }
      try other.text(Array(text.utf8), into: &others)
      try other.encode(.text(Array(text.utf8)), into: &others)
    }
    try encoder.pong([1], into: &bytes)
    try other.encode(.pong([1]), into: &others)
    let isSame = bytes == others
    #expect(isSame)
  }
}
