import StatusStreaming
import Testing
import WireDecoding

@Suite("WebSockets, there and back")
struct WebSocketRoundTripTests {
  @Test("Random messages arrive as they were sent", arguments: RoundTripPlan.seeds)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let isClient = Bool.random(using: &generator)
    let frameSizes = [1 << 8, 1 << 12, 1 << 16, .max]
    var encoder = WebSocketFramer(
      role: isClient ? .client(nextMaskingKey: { 0xA1B2_C3D4 }) : .server,
      maximumFrameSize: frameSizes[Int.random(in: frameSizes.indices, using: &generator)])
    var stream: [UInt8] = []
    var sent: [WebSocketMessageDecoder.Event] = []
    for length in RoundTripPlan.lengths(using: &generator) {
      let text = RandomText.shared.next(length: length, using: &generator)
      let payload = Array(text.utf8)
      switch Int.random(in: 0...4, using: &generator) {
      case 0:
        try encoder.text(text, into: &stream)
        sent.append(.text(payload))
      case 1:
        try encoder.text(into: &stream) { $0.append(contentsOf: payload) }
        sent.append(.text(payload))
      case 2:
        try encoder.binary(payload + [0xFF], into: &stream)
        sent.append(.binary(payload + [0xFF]))
      case 3:
        try encoder.fragment(text, isFinal: false, into: &stream)
        try encoder.pong(Array(payload.prefix(125)), into: &stream)
        try encoder.fragment(text, isFinal: true, into: &stream)
        sent += [.pong(Array(payload.prefix(125))), .text(payload + payload)]
      default:
        try encoder.text(payload, into: &stream)
        try encoder.ping(Array(payload.prefix(125)), into: &stream)
        sent += [.text(payload), .ping(Array(payload.prefix(125)))]
      }
    }
    let reason = String(RandomText.shared.next(length: 30, using: &generator))
    try encoder.close(4_000, reason: reason, into: &stream)
    sent.append(.close(code: 4_000, reason: Array(reason.utf8)))

    let run = WebSocketRun(
      stream, reader: isClient ? .server : .client,
      RoundTripPlan.chunking(count: stream.count, using: &generator))
    let firstDifference = zip(run.events, sent).enumerated().first { $1.0 != $1.1 }?.offset
    #expect(firstDifference == nil)
    #expect(run.events.count == sent.count)
    #expect(run.error == nil && run.ending == nil)
  }
}
