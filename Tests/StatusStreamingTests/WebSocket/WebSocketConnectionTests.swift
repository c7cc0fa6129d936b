import StatusStreaming
import Testing
import WireDecoding

@Suite("A WebSocket's connection")
struct WebSocketConnectionTests {
  private static let key: UInt32 = 0x3742_FA21

  /// A client's frames, masked.
  private func client(
    _ write: (inout WebSocketFramer, inout [UInt8]) throws -> Void
  ) rethrows -> [UInt8] {
    var framer = WebSocketFramer(role: .client { Self.key })
    var bytes: [UInt8] = []
    try write(&framer, &bytes)
    return bytes
  }

  /// A client's frame of any first byte, masked.
  private func frame(_ first: UInt8, _ payload: [UInt8] = []) -> [UInt8] {
    [first, 0x80 | UInt8(payload.count), 9, 8, 7, 6]
      + payload.enumerated().map { $1 ^ [9, 8, 7, 6][$0 % 4] }
  }

  private func answers(of connection: inout WebSocketConnection) -> [UInt8] {
    var bytes: [UInt8] = []
    connection.encodeAnswers(into: &bytes)
    return bytes
  }

  /// The end that bytes lead to, with the code that the client is told.
  private func end(
    _ bytes: [UInt8], maximumMessageSize: Int = 100
  ) -> (closure: WebSocketClosure?, answer: [UInt8]) {
    var connection = WebSocketConnection(maximumMessageSize: maximumMessageSize)
    let events = connection.receive(bytes)
    let answer = answers(of: &connection)
    #expect(connection.isClosed == (connection.closure != nil))
    guard case .end(let closure)? = events.last else { return (nil, answer) }
    #expect(closure == connection.closure)
    #expect(connection.receive(bytes).isEmpty)
    return (closure, answer)
  }

  @Test("gives messages whole, however they are cut and split")
  func messages() throws {
    let long = String(repeating: "é", count: 200)
    let bytes = try client { framer, bytes in
      try framer.text("hello", into: &bytes)
      try framer.fragment("é", isFinal: false, into: &bytes)
      try framer.pong([7], into: &bytes)
      try framer.fragment("", isFinal: false, into: &bytes)
      try framer.fragment(utf8: [0xC3], isFinal: false, into: &bytes)
      try framer.ping(into: &bytes)
      try framer.fragment(utf8: [0xA9], isFinal: true, into: &bytes)
      try framer.binary([0xFF, 0], into: &bytes)
      try framer.text("", into: &bytes)
      try framer.text(long, into: &bytes)
    }
    let expected: [WebSocketConnection.Event] = [
      .text(Array("hello".utf8)), .pong([7]), .text(Array("éé".utf8)), .binary([0xFF, 0]),
      .text([]), .text(Array(long.utf8)),
    ]
    for size in [1, 2, 3, 7, bytes.count] {
      var connection = WebSocketConnection(maximumMessageSize: 400)
      var events: [WebSocketConnection.Event] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        events += connection.receive(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      #expect(events == expected)
      #expect(answers(of: &connection) == [0x8A, 0])
      #expect(connection.closure == nil && !connection.isClosed)
    }
  }

  @Test("answers a ping with its payload, of several the newest", arguments: [0, 1, 125])
  func pings(size: Int) throws {
    let payload = (0..<size).map { UInt8($0) }
    var connection = WebSocketConnection()
    let flood = try client { framer, bytes in
      for _ in 0..<1_000 { try framer.ping([1, 2, 3], into: &bytes) }
      try framer.ping(payload, into: &bytes)
    }
    #expect(connection.receive(flood).isEmpty)
    #expect(connection.hasAnswers)
    #expect(answers(of: &connection) == [0x8A, UInt8(size)] + payload)
    #expect(!connection.hasAnswers && answers(of: &connection).isEmpty)
  }

  @Test("answers Close with its code, and says nothing more")
  func closing() throws {
    for (code, reason) in [(WebSocketCloseCode?.none, ""), (1000, ""), (1001, "bye"), (4999, "é")] {
      var connection = WebSocketConnection()
      let bytes = try client { framer, bytes in
        try framer.ping([5], into: &bytes)
        try framer.close(code, reason: reason, into: &bytes)
      }
      let events = connection.receive(bytes + [0xFF, 0xFF])
      #expect(events.count == 1)
      let closure = try #require(connection.closure)
      #expect(closure.cause == .closed && closure.reason == reason && closure.code == code ?? 1005)
      #expect(!connection.isClosed)
      var output: [UInt8] = []
      let error = #expect(throws: StatusEncodingError.self) {
        try connection.encode(.update(1, "late"), into: &output)
      }
      #expect(error?.code == .ended)
      connection.encodeHeartbeat(into: &output)
      #expect(output.isEmpty)
      let echo = code.map { [0x88, 2, UInt8($0.rawValue >> 8), UInt8($0.rawValue & 0xFF)] }
      #expect(answers(of: &connection) == [0x8A, 1, 5] + (echo ?? [0x88, 0]))
      #expect(connection.isClosed && connection.receiveEnd() == nil)
    }
  }

  @Test("closes with a chosen code, and is closed when the client has answered")
  func chosenCode() throws {
    var connection = WebSocketConnection()
    var output: [UInt8] = []
    #expect(throws: WebSocketEncodingError.self) {
      try connection.encodeClose(1006, into: &output)
    }
    try connection.encodeClose(.policyViolation, reason: "no", into: &output)
    #expect(output == [0x88, 4, 0x03, 0xF0] + Array("no".utf8))
    // What the client sends before it has seen Close is read, and not answered.
    let bytes = try client { framer, bytes in
      try framer.ping(into: &bytes)
      try framer.text("x", into: &bytes)
    }
    #expect(connection.receive(bytes) == [.text([0x78])])
    #expect(!connection.hasAnswers && !connection.isClosed)
    let echo = try client { try $0.close(.policyViolation, into: &$1) }
    #expect(connection.receive(echo).count == 1)
    #expect(connection.isClosed && !connection.hasAnswers)
    connection.encodeClose(into: &output)
    connection.encodeHeartbeat(into: &output)
    #expect(output.count == 6)
  }

  @Test("that is closed when the client has done so answers its Close")
  func crossing() throws {
    var connection = WebSocketConnection()
    _ = connection.receive(try client { try $0.close(4000, into: &$1) })
    var output: [UInt8] = []
    try connection.encodeClose(.goingAway, into: &output)
    #expect(output == [0x88, 2, 0x0F, 0xA0])
    #expect(connection.isClosed)
  }

  @Test("tells a client what it did wrong")
  func violations() throws {
    let tooLong = try client { try $0.text(String(repeating: "x", count: 101), into: &$1) }
    let violations: [(bytes: [UInt8], code: WebSocketCloseCode)] = [
      ([0x81, 0x01, 0x78], 1002),  // not masked
      (frame(0xC1), 1002), (frame(0xA1), 1002), (frame(0x91), 1002),  // reserved bits
      (frame(0x83), 1002), (frame(0x87), 1002), (frame(0x8B), 1002), (frame(0x8F), 1002),
      (frame(0x09), 1002), (frame(0x08), 1002),  // fragmented control frames
      ([0x89, 0xFE, 0, 126], 1002), ([0x88, 0xFF], 1002),  // long control frames
      ([0x81, 0xFE, 0, 125], 1002),  // lengths of too many bytes
      ([0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0], 1002),
      ([0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1002),
      (frame(0x80), 1002), (frame(0x00), 1002),  // nothing to continue
      (frame(0x01, [0x78]) + frame(0x81), 1002), (frame(0x02) + frame(0x01), 1002),
      (frame(0x88, [3]), 1002), (frame(0x88, [3, 0xED]), 1002), (frame(0x88, [0, 0]), 1002),
      (frame(0x88, [0x03, 0xEE]), 1002), (frame(0x88, [0xFF, 0xFF]), 1002),
      (frame(0x88, [0x03, 0xE8, 0xFF]), 1007), (frame(0x88, [0x03, 0xE8, 0xC3]), 1007),
      (frame(0x81, [0xFF]), 1007), (frame(0x81, [0xC3]), 1007),
      (frame(0x81, [0xED, 0xA0, 0x80]), 1007),
      (frame(0x01, [0xC3]) + frame(0x80), 1007), (frame(0x01, [0xC3]) + frame(0x00, [0x41]), 1007),
      (tooLong, 1009), (Array(tooLong.prefix(8)), 1009),
      ([0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], 1009),
      (frame(0x01, Array(repeating: 0x78, count: 100)) + frame(0x80, [0x78]), 1009),
    ]
    for (bytes, code) in violations {
      let (closure, answer) = end(bytes)
      #expect(closure?.cause == .violation && closure?.code == code, "\(bytes)")
      var decoder = WebSocketMessageDecoder(reader: .client)
      decoder.feed(answer)
      guard case .close(code.rawValue, let reason)? = try decoder.next() else {
        Issue.record("another answer to \(bytes): \(answer)")
        continue
      }
      #expect(!reason.isEmpty)
    }
  }

  @Test("does not answer a violation after its own Close")
  func lateViolation() throws {
    var connection = WebSocketConnection()
    var output: [UInt8] = []
    connection.encodeClose(into: &output)
    #expect(connection.receive([0xFF]).count == 1)
    #expect(connection.isClosed && !connection.hasAnswers)
  }

  @Test("that ends without Close is lost")
  func lost() {
    var connection = WebSocketConnection()
    #expect(connection.receive([0x81]).isEmpty)
    guard case .end(let closure)? = connection.receiveEnd() else {
      Issue.record("it goes on")
      return
    }
    #expect(closure.cause == .lost && closure.code == 1006)
    #expect(connection.isClosed && !connection.hasAnswers)
  }

  @Test("takes any size as the limit", arguments: [Int.min, -1, 0, .max])
  func limits(size: Int) throws {
    let bytes = try client { try $0.text("x", into: &$1) }
    let (closure, _) = end(bytes, maximumMessageSize: size)
    #expect((closure == nil) == (size == .max))
    #expect(end(frame(0x81), maximumMessageSize: size).closure == nil)
  }

  @Test("encodes events as its encoder does, and shares their bytes")
  func events() throws {
    var connection = WebSocketConnection(encoder: WebSocketStatusEncoder(profile: .resumable))
    var encoder = WebSocketStatusEncoder(profile: .resumable)
    #expect(
      try connection.text(of: .update(1, "a"), .complete(2), closing: true)
        == encoder.text(of: .update(1, "a"), .complete(2), closing: true))
    #expect(!connection.isClosed)
  }
}
