import StatusStreaming
import Testing

@Suite("The buffer of a sink")
struct KeptCapacityTests {
  /// Remembers how much room there was for what is written.
  private struct CapacityWriter: ByteWriter {
    private(set) var capacities: [Int] = []

    mutating func write(_ bytes: [UInt8]) async throws { capacities.append(bytes.capacity) }
  }

  /// The room there was for a large event and for a small one after it.
  private func capacities(_ encoder: some StatusEncoder) async throws -> [Int] {
    var sink = EncodingSink(encoder: encoder, writer: CapacityWriter())
    let texts = [String(repeating: "x", count: 1_048_576), "small"]
    for (index, text) in texts.enumerated() {
      try await sink.send(
        StreamEvent(
          trace: "a", sequence: SequenceNumber(rawValue: index + 1),
          payload: .update(.thinking(text))))
    }
    return sink.writer.capacities
  }

  @Test("is given back after a large event, in every format")
  func largeEvent() async throws {
    let all = [
      try await capacities(EventStreamEncoder(profile: .reference)),
      try await capacities(EventStreamEncoder(profile: .resumable)),
      try await capacities(WebSocketStatusEncoder()),
      try await capacities(WebSocketStatusEncoder(maximumFrameSize: 4_096)),
      try await capacities(TerminalEncoder()),
      try await capacities(JSONLinesEncoder()),
    ]
    for capacities in all {
      try #require(capacities.count == 2)
      #expect(capacities[0] > 1_048_576)
      #expect(capacities[1] < 4_096)
    }
  }
}
