import Testing
import WireDecoding

@Suite("WebSocket message decoder")
struct WebSocketMessageDecoderTests {
  typealias Code = WebSocketProtocolError.Code

  /// Each row ends with the byte at which the violation can first be told.
  @Test(
    "fails at the very byte that breaks the protocol",
    arguments: [
      (.client, [0xC1], .reservedBits, 1002),
      (.client, [0xA1], .reservedBits, 1002),
      (.client, [0x91], .reservedBits, 1002),
      (.client, [0x83], .reservedOpcode(3), 1002),
      (.client, [0x87], .reservedOpcode(7), 1002),
      (.client, [0x8B], .reservedOpcode(11), 1002),
      (.client, [0x8F], .reservedOpcode(15), 1002),
      (.client, [0x08], .fragmentedControlFrame, 1002),
      (.client, [0x09], .fragmentedControlFrame, 1002),
      (.client, [0x0A], .fragmentedControlFrame, 1002),
      (.client, [0x80], .unexpectedContinuation, 1002),
      (.client, [0x81, 0, 0x00], .unexpectedContinuation, 1002),
      (.client, [0x01, 0, 0x81], .interleavedMessage, 1002),
      (.client, [0x01, 0, 0x02], .interleavedMessage, 1002),
      (.client, [0x01, 0, 0x00, 0, 0x81], .interleavedMessage, 1002),
      (.client, [0x81, 0x80], .maskedFrame, 1002),
      (.server, [0x81, 0x00], .unmaskedFrame, 1002),
      (.client, [0x89, 126], .controlFrameTooLong, 1002),
      (.client, [0x88, 127], .controlFrameTooLong, 1002),
      (.client, [0x82, 126, 0, 125], .nonMinimalLength, 1002),
      (.client, [0x82, 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], .nonMinimalLength, 1002),
      (.client, [0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0], .lengthOutOfRange, 1002),
      (.client, [0x82, 127, 0x7F, 0, 0, 0, 0, 0, 0, 0], .messageTooBig(limit: 200), 1009),
      (.client, [0x82, 126, 0, 201], .messageTooBig(limit: 200), 1009),
      (.client, [0x02, 2, 0, 0, 0x00, 126, 0, 199], .messageTooBig(limit: 200), 1009),
      (.client, [0x88, 1], .truncatedCloseCode, 1002),
      (.client, [0x88, 2, 0x03, 0xED], .invalidCloseCode(1005), 1002),
      (.client, [0x88, 3, 0x03, 0xE8, 0xFF], .invalidUTF8, 1007),
      (.client, [0x88, 3, 0x03, 0xE8, 0xC3], .invalidUTF8, 1007),
      (.client, [0x81, 5, 0x61, 0xC3, 0x28], .invalidUTF8, 1007),
      (.client, [0x01, 1, 0xE2, 0x00, 2, 0x82, 0xC3], .invalidUTF8, 1007),
      (.client, [0x01, 1, 0xF4, 0x89, 0, 0x80, 5, 0x90], .invalidUTF8, 1007),
      (.client, [0x81, 1, 0xC3], .invalidUTF8, 1007),
      (.client, [0x01, 1, 0xC3, 0x80, 0], .invalidUTF8, 1007),
    ] as [(WebSocketWireFrame.Reader, [UInt8], Code, UInt16)])
  func violations(
    reader: WebSocketWireFrame.Reader, bytes: [UInt8], code: Code, closeCode: UInt16
  ) {
    for chunking in [Chunking.whole, .bytes] {
      let before = WebSocketRun(bytes.dropLast(), reader: reader, chunking, maximumMessageSize: 200)
      #expect(before.error == nil, "\(chunking)")
      let run = WebSocketRun(bytes, reader: reader, chunking, maximumMessageSize: 200)
      #expect(run.error?.code == code, "\(chunking)")
      #expect(run.error?.closeCode == closeCode)
    }
  }

  @Test("takes a message of exactly the limit, whole or in fragments")
  func limit() {
    let payload = [UInt8](repeating: 0x61, count: 200)
    let frame = [0x82, 126, 0, 200] + payload
    let whole = WebSocketRun(frame, reader: .client, maximumMessageSize: 200)
    #expect(whole.events == [.binary(payload)])
    let fragments = [0x02, 100] + payload[..<100] + [0x80, 100] + payload[100...]
    let split = WebSocketRun(fragments, reader: .client, maximumMessageSize: 200)
    #expect(split.events == [.binary(payload)])
    let ping = WebSocketRun([0x02, 2, 0, 0, 0x89, 2, 1, 2], reader: .client, maximumMessageSize: 2)
    #expect(ping.events == [.ping([1, 2])])
  }

  @Test(
    "tells at the end whether a message was cut",
    arguments: [
      ([], false), ([0x81], true), ([0x81, 1], true), ([0x81, 1, 0x61], false), ([0x01, 0], true),
      ([0x01, 0, 0x89, 0], true), ([0x01, 0, 0x80, 0], false), ([0x89, 0], false),
      ([0x82, 126, 1], true),
    ] as [([UInt8], Bool)])
  func missingClose(bytes: [UInt8], isWithinMessage: Bool) {
    let run = WebSocketRun(bytes, reader: .client)
    #expect(run.error == nil)
    #expect(run.ending?.code == .missingClose(isWithinMessage: isWithinMessage))
    #expect(run.ending?.closeCode == 1006)
  }

  @Test("ignores everything after Close, even what is illegal")
  func closed() throws {
    var decoder = WebSocketMessageDecoder(reader: .client)
    decoder.feed([0x88, 0, 0xFF, 0xFF])
    #expect(try decoder.next() == .close(code: 1005, reason: []))
    decoder.feed([0x81, 0])
    #expect(try decoder.next() == nil)
    try decoder.finish()
  }

  @Test("takes every close code that may be sent and no other")
  func closeCodes() {
    let accepted = (0...UInt16.max).filter { code in
      let bytes = [0x88, 2, UInt8(code >> 8), UInt8(truncatingIfNeeded: code)]
      return WebSocketRun(bytes, reader: .client).events == [.close(code: code, reason: [])]
    }
    #expect(accepted == Array(1000...1003) + Array(1007...1014) + Array(3000...4999))
  }

  @Test("stays failed")
  func failure() {
    var decoder = WebSocketMessageDecoder(reader: .client)
    decoder.feed([0x81, 0, 0xFF])
    #expect(throws: Never.self) { try decoder.next() }
    for _ in 0..<2 {
      #expect(throws: WebSocketProtocolError.self) { try decoder.next() }
      decoder.feed([0x81, 0])
    }
    #expect(throws: WebSocketProtocolError.self) { try decoder.finish() }
  }

  @Test("takes as text exactly what the standard library takes as UTF-8", arguments: 1...4)
  func validity(length: Int) {
    let bounds: [UInt8] = [
      0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
      0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    let payloads = (0..<length).reduce([[UInt8]]([[]])) { payloads, index in
      let bytes = index < 2 ? bounds : [0x7F, 0x80, 0xBF, 0xC0]
      return payloads.flatMap { payload in bytes.map { payload + [$0] } }
    }
    for payload in payloads {
      let isText = String(validating: payload, as: UTF8.self) != nil
      let run = WebSocketRun([0x81, UInt8(payload.count)] + payload, reader: .client)
      #expect(run.events == (isText ? [.text(payload)] : []), "\(payload)")
      #expect((run.error?.code == .invalidUTF8) == !isText, "\(payload)")
    }
  }

  @Test("holds its promises on any bytes, cut anywhere", arguments: 0..<8)
  func anyBytes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<250 {
      let reader: WebSocketWireFrame.Reader = Bool.random(using: &generator) ? .client : .server
      let bytes = HostileBytes.webSocket(for: reader, using: &generator)
      let chunking = Chunking.random(count: bytes.count, using: &generator)
      if let fault = WebSocketPromises.fault(bytes, reader: reader, chunking) {
        Issue.record("\(fault): \(bytes), read by \(reader), \(chunking)")
      }
    }
  }
}
