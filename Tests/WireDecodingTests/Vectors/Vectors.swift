import Testing
import WireDecoding

/// Runs every case of every file in `Fixtures/Vectors`; a file dropped there is run as well.
@Suite("Vectors")
struct Vectors {
  @Test("There are files of both kinds")
  func files() throws {
    let files = try VectorFile.all()
    #expect(files.contains { !$0.eventStreamCases.isEmpty })
    #expect(files.contains { !$0.eventStreamEncoderCases.isEmpty })
    #expect(files.contains { !$0.webSocketCases.isEmpty })
    #expect(files.contains { !$0.webSocketEncoderCases.isEmpty })
  }

  @Test("Event streams are decoded", arguments: try VectorFile.all().flatMap(\.eventStreamCases))
  func eventStream(_ vector: VectorCase) throws {
    let stream = try EventStreamVector(vector)
    for chunking in Self.chunkings(stream.input.count, listed: stream.chunkings) {
      let run = EventStreamRun(stream.input, chunking)
      guard stream.outcomes.contains(where: { $0.accepts(run) }) else {
        Issue.record("\(chunking): \("\(run)".prefix(1_000))")
        return
      }
    }
  }

  @Test(
    "Event streams are encoded",
    arguments: try VectorFile.all().flatMap(\.eventStreamEncoderCases))
  func eventStreamEncoder(_ vector: VectorCase) throws {
    try EventStreamEncoderVector(vector).run()
  }

  @Test("WebSockets are decoded", arguments: try VectorFile.all().flatMap(\.webSocketCases))
  func webSocket(_ vector: VectorCase) throws {
    let socket = try WebSocketVector(vector)
    let (input, reader) = (socket.input, socket.reader)
    let limit = socket.maximumMessageSize
    for chunking in Self.chunkings(input.count, listed: []) {
      let run = WebSocketRun(input, reader: reader, chunking, maximumMessageSize: limit)
      let frameRun = WebSocketFrameRun(input, reader: reader, chunking)
      guard socket.outcomes.contains(where: { $0.accepts(run, frameRun) }) else {
        Issue.record("\(chunking): \("\(run)".prefix(1_000))")
        return
      }
      #expect(input.starts(with: frameRun.wireBytes), "\(chunking)")
    }
    guard let failFast = socket.failFast else { return }
    let runs = [input.count, failFast, failFast - 1].map { count in
      WebSocketRun(Array(input.prefix(count)), reader: reader, maximumMessageSize: limit)
    }
    #expect(runs[0].error != nil && runs[1] == runs[0], "after \(failFast) bytes")
    #expect(runs[2].error == nil, "earlier than after \(failFast) bytes")
  }

  @Test("WebSockets are encoded", arguments: try VectorFile.all().flatMap(\.webSocketEncoderCases))
  func webSocketEncoder(_ vector: VectorCase) throws {
    try WebSocketEncoderVector(vector).run()
  }

  @Test("Handshakes are skipped", arguments: try VectorFile.all().flatMap(\.handshakeCases))
  func handshake(_ vector: VectorCase) throws {
    try checkHandshake(vector)
    Issue.record(
      "\(vector.testDescription) skipped: the handshake belongs to the server framework",
      severity: .warning)
    try Test.cancel("The handshake belongs to the server framework.")
  }

  /// Throws if a case says something that nobody knows of.
  private func checkHandshake(_ vector: VectorCase) throws {
    var fields = try vector.fields()
    fields.ignore("name", "section", "note")
    let keys = ["key", "sec_websocket_version"].filter(fields.has)
    guard keys.count == 1 else { throw VectorFault("expected a key or a version, got \(keys)") }
    _ = try fields.string(keys[0])
    if try fields.stringIfPresent("accept") == nil {
      _ = try fields.int("reject_http")
      _ = try fields.stringIfPresent("response_must_include")
    }
    try fields.finish()
  }

  private static func chunkings(_ count: Int, listed: [Chunking]) -> [Chunking] {
    var generator = SeededGenerator(seed: UInt64(count))
    let random = (0..<8).map { _ in Chunking.random(count: count, using: &generator) }
    return [.whole, .bytes] + listed + random
  }
}
