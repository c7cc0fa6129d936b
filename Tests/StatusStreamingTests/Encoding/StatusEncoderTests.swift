import StatusStreaming
import Testing

/// What holds for the encoders of every wire.
@Suite("Status encoders")
struct StatusEncoderTests {
  /// One encoder of every kind that carries one trace, fresh.
  private static var encoders: [any StatusEncoder] {
    [
      TerminalEncoder(), EventStreamEncoder(profile: .reference),
      EventStreamEncoder(profile: .resumable), WebSocketStatusEncoder(),
    ]
  }

  private func expectRefusal(
    _ code: StatusEncodingError.Code, of event: StreamEvent, by encoder: inout any StatusEncoder
  ) throws {
    var bytes: [UInt8] = [1, 2, 3]
    let error = try #require(throws: StatusEncodingError.self) {
      try encoder.encode(event, into: &bytes)
    }
    #expect(error.code == code)
    #expect(error.trace == event.trace)
    #expect(error.sequence == event.sequence)
    #expect(bytes == [1, 2, 3])
  }

  @Test("refuse an event after the terminal one", arguments: 0..<4)
  func afterTheEnd(index: Int) throws {
    for end in [StreamEvent.complete(2), .event(2, .failed(message: "no"))] {
      var encoder = Self.encoders[index]
      var bytes: [UInt8] = []
      try encoder.encode(end, into: &bytes)
      try expectRefusal(.ended, of: .update(3, "late"), by: &encoder)
      try expectRefusal(.ended, of: .complete(3), by: &encoder)
      let size = bytes.count
      encoder.encodeHeartbeat(into: &bytes)
      encoder.encodeClose(into: &bytes)
      #expect(bytes.count == size)
    }
  }

  @Test("refuse an event after the close", arguments: 0..<4)
  func afterTheClose(index: Int) throws {
    var encoder = Self.encoders[index]
    var bytes: [UInt8] = []
    try encoder.encode(.update(1, "a"), into: &bytes)
    encoder.encodeClose(into: &bytes)
    try expectRefusal(.ended, of: .update(2, "late"), by: &encoder)
  }

  @Test("refuse an event of another trace", arguments: 0..<4)
  func otherTrace(index: Int) throws {
    var encoder = Self.encoders[index]
    var bytes: [UInt8] = []
    try encoder.encode(.update(1, "a"), into: &bytes)
    try expectRefusal(
      .otherTrace(expected: "run-1"), of: .update(2, "b", of: "run-2"), by: &encoder)
    try encoder.encode(.update(2, "c"), into: &bytes)
  }

  @Test("refuse an event over the limit and go on with the next")
  func oversize() throws {
    var limited: [any StatusEncoder] = [
      TerminalEncoder(maximumLineSize: 30),
      EventStreamEncoder(profile: .reference, maximumEventSize: 120),
      EventStreamEncoder(profile: .resumable, maximumEventSize: 160),
      WebSocketStatusEncoder(maximumMessageSize: 120),
    ]
    for index in limited.indices {
      var bytes: [UInt8] = []
      let big = StreamEvent.update(1, String(repeating: "x", count: 100))
      let error = try #require(throws: StatusEncodingError.self) {
        try limited[index].encode(big, into: &bytes)
      }
      guard case .tooLarge(let size, let limit) = error.code else {
        Issue.record("another code: \(error)")
        return
      }
      #expect(size > limit)
      #expect(bytes.isEmpty)
      try limited[index].encode(.update(1, "x"), into: &bytes)
      #expect(!bytes.isEmpty)
    }
  }
}
