import StatusStreaming
import Testing
import WireDecoding

/// The pipeline's own reader of a client's frames beside this module's, which shares nothing with it.
@Suite("The server's connection")
struct WebSocketConnectionTests {
  /// What a connection made of a client's bytes, as the decoder would tell it.
  private func run(
    _ bytes: [UInt8], _ chunking: Chunking, maximumMessageSize: Int
  ) -> (events: [WebSocketMessageDecoder.Event], violation: UInt16?, answers: [UInt8]) {
    var connection = WebSocketConnection(maximumMessageSize: maximumMessageSize)
    var events: [WebSocketMessageDecoder.Event] = []
    var violation: UInt16?
    var answers: [UInt8] = []
    for chunk in chunking.chunks(of: bytes) {
      for event in connection.receive(chunk) {
        switch event {
        case .text(let text): events.append(.text(text))
        case .binary(let bytes): events.append(.binary(bytes))
        case .pong(let payload): events.append(.pong(payload))
        case .end(let closure) where closure.cause == .closed:
          events.append(.close(code: closure.code.rawValue, reason: Array(closure.reason.utf8)))
        case .end(let closure): violation = closure.code.rawValue
        }
      }
      connection.encodeAnswers(into: &answers)
    }
    return (events, violation, answers)
  }

  /// Compares both, and reads the answers as a client does.
  private func expectAgreement(_ bytes: [UInt8], _ chunking: Chunking, size: Int) {
    let expected = WebSocketRun(bytes, reader: .server, maximumMessageSize: size)
    let seen = run(bytes, chunking, maximumMessageSize: size)
    let isPing = { (event: WebSocketMessageDecoder.Event) in
      if case .ping = event { true } else { false }
    }
    #expect(seen.events == expected.events.filter { !isPing($0) }, "\(bytes) \(chunking)")
    #expect(seen.violation == expected.error?.closeCode, "\(bytes) \(chunking)")
    let answers = WebSocketRun(seen.answers, reader: .client)
    #expect(answers.error == nil)
    let isClosed = seen.violation != nil || expected.ending == nil
    #expect((answers.ending == nil) == isClosed)
    let pings = expected.events.compactMap { event -> [UInt8]? in
      if case .ping(let payload) = event { payload } else { nil }
    }
    for case .pong(let payload) in answers.events { #expect(pings.contains(payload)) }
    #expect(answers.events.count <= pings.count + (isClosed ? 1 : 0))
  }

  @Test("reads hostile bytes as the decoder does, however they are cut")
  func hostileBytes() {
    for seed in 0..<3_000 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let bytes = HostileBytes.webSocket(for: .server, using: &generator)
      let size = [1 << 24, 200, 3][seed % 3]
      for chunking in [.whole, .bytes, Chunking.random(count: bytes.count, using: &generator)] {
        expectAgreement(bytes, chunking, size: size)
      }
    }
  }
}
