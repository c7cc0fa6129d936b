import Testing
import WireDecoding

@Suite("WebSocket frame decoder")
struct WebSocketWireFrameDecoderTests {
  @Test("shows every field of a header, and its bytes")
  func header() throws {
    let bytes: [UInt8] = [0x01, 0xFE, 0, 126, 0x37, 0xFA, 0x21, 0x3D]
    let key = bytes.suffix(4)
    let payload = (0..<126).map { UInt8($0) }
    let masked = payload.enumerated().map { $1 ^ key[4 + $0 % 4] }
    var decoder = WebSocketWireFrameDecoder(reader: .server)
    decoder.feed(bytes + masked)
    let frame = try #require(try decoder.next())
    #expect(frame.header.bytes == bytes)
    #expect(frame.header.count == 8)
    #expect(!frame.header.isFinal)
    #expect(frame.header.reservedBits == 0)
    #expect(frame.header.opcode == .text)
    #expect(frame.header.isMasked)
    #expect(frame.header.maskingKey == 0x37FA_213D)
    #expect(frame.header.payloadLength == 126)
    #expect(frame.payload == payload)
    #expect(try decoder.next() == nil)
  }

  @Test("shows the longest header there is")
  func longHeader() throws {
    let bytes: [UInt8] = [0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4]
    var decoder = WebSocketWireFrameDecoder(reader: .server)
    decoder.feed(bytes + [UInt8](repeating: 0, count: 65_536))
    let frame = try #require(try decoder.next())
    #expect(frame.header.bytes == bytes)
    #expect(frame.header.payloadLength == 65_536)
    #expect(frame.header.maskingKey == 0x0102_0304)
  }

  @Test("shows frames that make up no message, since that is not its concern")
  func sequence() {
    let bytes: [UInt8] = [0x80, 0, 0x01, 0, 0x81, 1, 0xFF, 0x88, 0, 0x89, 0]
    let run = WebSocketFrameRun(bytes, reader: .client)
    #expect(run.error == nil)
    #expect(run.frames.map(\.header.opcode) == [.continuation, .text, .text, .close, .ping])
  }

  @Test("tells whether a frame is cut")
  func cut() throws {
    var decoder = WebSocketWireFrameDecoder(reader: .client)
    var states: [Bool] = []
    for byte: UInt8 in [0x81, 1, 0x61, 0x89, 0] {
      decoder.feed([byte])
      while try decoder.next() != nil {}
      states.append(decoder.isWithinFrame)
    }
    #expect(states == [true, true, false, true, false])
  }

  @Test("refuses a payload over the limit at the header and stays failed")
  func limit() throws {
    var decoder = WebSocketWireFrameDecoder(reader: .client, maximumPayloadSize: 2)
    decoder.feed([0x82, 2, 1, 2, 0x82, 3])
    #expect(try decoder.next()?.payload == [1, 2])
    for _ in 0..<2 {
      let error = #expect(throws: WebSocketProtocolError.self) { try decoder.next() }
      #expect(error?.code == .messageTooBig(limit: 2))
      decoder.feed([0x82, 0])
    }
  }
}
