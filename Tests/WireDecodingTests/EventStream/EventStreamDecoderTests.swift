import Testing
import WireDecoding

@Suite("Event stream decoder")
struct EventStreamDecoderTests {
  private static func chunkings(_ count: Int) -> [Chunking] {
    [.whole, .bytes] + (0...count).map { .offsets([$0]) }
  }

  @Test(
    "gives comments, of which heartbeats consist, without colon and space",
    arguments: [
      (":\n", ""), (": beat\r\n", "beat"), (":beat\r", "beat"), (":  two\n", " two"),
      ("::\n", ":"), ("\u{FEFF}: first\n", "first"),
    ])
  func comments(stream: String, comment: String) {
    for chunking in Self.chunkings(stream.utf8.count) {
      let run = EventStreamRun(Array(stream.utf8), chunking)
      #expect(run.comments == [Array(comment.utf8)], "\(chunking)")
      #expect(run.events.isEmpty)
    }
  }

  @Test("replaces what is not UTF-8 in a comment too")
  func invalidComment() {
    #expect(EventStreamRun([0x3A, 0xFF, 0x0A]).comments == [Array("\u{FFFD}".utf8)])
  }

  @Test("gives an event and a comment in the order in which they end")
  func order() throws {
    var decoder = EventStreamDecoder()
    decoder.feed(Array("data: a\n: within\n\n: after\n".utf8))
    #expect(try decoder.next() == .comment(Array("within".utf8)))
    #expect(try decoder.next() == .event(.init(data: Array("a".utf8))))
    #expect(try decoder.next() == .comment(Array("after".utf8)))
    #expect(try decoder.next() == nil)
  }

  @Test("may be fed several chunks before it is asked")
  func lateReading() throws {
    var decoder = EventStreamDecoder()
    for byte in "data: 1\n\ndata: 2\n\n".utf8 { decoder.feed([byte]) }
    #expect(try decoder.next() == .event(.init(data: [0x31])))
    decoder.feed(Array("data: 3\n\n".utf8))
    #expect(try decoder.next() == .event(.init(data: [0x32])))
    #expect(try decoder.next() == .event(.init(data: [0x33])))
    #expect(try decoder.next() == nil)
  }

  @Test("keeps the id it was started with until the stream gives another")
  func resuming() throws {
    var decoder = EventStreamDecoder(lastEventID: "41")
    decoder.feed(Array("data: a\n\nid: 42\n\n".utf8))
    #expect(try decoder.next() == .event(.init(data: [0x61], lastEventID: "41")))
    #expect(try decoder.next() == nil)
    #expect(decoder.lastEventID == "42")
  }

  @Test("discards an unfinished block at the end, of which nothing reaches what follows")
  func ending() throws {
    var decoder = EventStreamDecoder()
    decoder.feed(Array("data: a\nevent: e\nda".utf8))
    #expect(try decoder.next() == nil)
    decoder.finish()
    decoder.feed(Array("\n\ndata: b\n\n".utf8))
    #expect(try decoder.next() == .event(.init(data: [0x62])))
  }

  @Test(
    "tells whether the end would lose something",
    arguments: [
      ("", false), (":", true), (":\n", false), ("retry: 1\n", false), ("data\n", true),
      ("data\n\n", false), ("event: e\n", true), ("event: e\n\n", false), ("id: 1\n", true),
      ("id: 1\r\n\r", false), ("x\n", false),
    ])
  func unfinished(stream: String, isWithinBlock: Bool) throws {
    var decoder = EventStreamDecoder()
    decoder.feed(Array(stream.utf8))
    while try decoder.next() != nil {}
    #expect(decoder.isWithinBlock == isWithinBlock)
  }

  @Test("takes a reconnection time beyond the range of Int as the largest there is")
  func hugeRetry() {
    func time(_ digits: String) -> Int? {
      EventStreamRun(Array("retry: \(digits)\n".utf8)).reconnectionTime
    }
    #expect(time("9223372036854775807") == .max)
    #expect(time("9223372036854775808") == .max)
    #expect(time("99999999999999999999999") == .max)
    #expect(time("00000000000000000000000000012") == 12)
  }

  @Test(
    "refuses what exceeds its limit, after what came before, wherever it is cut",
    arguments: [
      ("data: a\n\ndata: 56\n", nil), ("data: a\n\ndata: 567\n", .lineTooLong),
      ("data: a\n\ndata: 567", .lineTooLong), ("data: a\n\n:2345678", nil),
      ("data: a\n\n:23456789", .lineTooLong), ("data: a\n\nid: 56789\r\n\r\n", .lineTooLong),
      ("data: a\n\ndata:1\ndata:1\ndata:1\ndata:1\ndata\n\n", nil),
      ("data: a\n\ndata:1\ndata:1\ndata:1\ndata:1\ndata:1\n\n", .dataTooLarge),
      ("data: a\n\ndata:1\ndata:1\ndata:1\ndata:1\ndata:\ndata\n\n", .dataTooLarge),
    ] as [(String, EventStreamError.Code?)])
  func limits(stream: String, code: EventStreamError.Code?) {
    for chunking in Self.chunkings(stream.utf8.count) {
      let run = EventStreamRun(Array(stream.utf8), chunking, maximumEventSize: 8)
      #expect(run.error?.code == code, "\(chunking)")
      #expect(run.events.first?.text == "a", "\(chunking)")
    }
  }

  @Test("counts data as it is after replacement")
  func limitAfterReplacement() {
    let stream = Array("data:".utf8) + [0xFF, 0xFF, 0xFF, 0x0A]
    #expect(EventStreamRun(stream, maximumEventSize: 9).error == nil)
    #expect(EventStreamRun(stream, maximumEventSize: 8).error?.code == .dataTooLarge)
  }

  @Test("stays failed")
  func failure() {
    var decoder = EventStreamDecoder(maximumEventSize: 4)
    decoder.feed(Array("12345\n\n".utf8))
    for _ in 0..<2 {
      #expect(throws: EventStreamError.self) { try decoder.next() }
      decoder.feed(Array("data\n\n".utf8))
    }
  }

  @Test("gives events that differ where their bytes do")
  func equality() {
    let composed = EventStreamDecoder.Event(type: "\u{E9}", data: [])
    let decomposed = EventStreamDecoder.Event(type: "e\u{301}", data: [])
    #expect(composed.type == decomposed.type)
    #expect(composed != decomposed)
    #expect(EventStreamDecoder.Event(data: [], lastEventID: "\u{E9}") != .init(data: []))
    #expect(EventStreamDecoder.Event(data: [], reconnectionTime: 1) != .init(data: []))
    #expect(EventStreamDecoder.Event(data: [1]) != .init(data: [2]))
  }

  @Test("agrees with the standard's wording on any bytes, cut anywhere", arguments: 0..<8)
  func anyBytes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<250 {
      let stream = HostileBytes.eventStream(using: &generator)
      let expected = ReferenceEventStream(stream).run
      let chunking = Chunking.random(count: stream.count, using: &generator)
      for chunking in [.whole, .bytes, chunking] {
        let run = EventStreamRun(stream, chunking)
        #expect(run == expected, "\(stream), \(chunking)")
      }
    }
  }
}
