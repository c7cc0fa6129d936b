import StatusStreaming
import Testing

@Suite("A buffer of many traces")
struct ManyTracesTests {
  @Test("finds each of those that it holds and no other, whatever came and went", arguments: 1...4)
  func comingAndGoing(seed: Int) throws {
    var random = SplitMix64(seed: seed)
    let names = try (0..<600).map { try TraceID("run-\($0 * 7_919)") }
    let buffer = StatusBuffer()
    var lengths: [TraceID: Int] = [:]
    for _ in 0..<6_000 {
      let trace = names[Int(random.next() % UInt64(names.count))]
      switch (random.next() % 4, lengths[trace]) {
      case (0, _?):
        buffer.remove(trace)
        lengths[trace] = nil
      case (_, let length?):
        #expect(
          try buffer.append(.thinking(""), to: trace) == SequenceNumber(rawValue: length + 1))
        lengths[trace] = length + 1
      case (_, nil):
        #expect(throws: BufferError.self) { try buffer.append(.thinking(""), to: trace) }
        try buffer.open(trace)
        lengths[trace] = 0
      }
    }
    #expect(buffer.traceCount == lengths.count)
    for trace in names {
      let count = try? buffer.events(of: trace, after: .zero, limit: .max).count
      #expect(count == lengths[trace])
    }
  }

  @Test("tells names apart that differ in one character, at any length")
  func similarNames() throws {
    let buffer = StatusBuffer()
    for length in 1...TraceID.maximumLength {
      let name = String(repeating: "a", count: length)
      try buffer.open(TraceID(name))
      for position in Set([0, length / 2, length - 1]) {
        let other = name.enumerated().map { $0.offset == position ? "b" : $0.element }
        #expect(throws: BufferError.self) {
          try buffer.append(.thinking(""), to: TraceID(String(other)))
        }
      }
    }
    #expect(buffer.traceCount == TraceID.maximumLength)
    for length in 1...TraceID.maximumLength {
      try buffer.append(.thinking(""), to: TraceID(String(repeating: "a", count: length)))
    }
  }
}
