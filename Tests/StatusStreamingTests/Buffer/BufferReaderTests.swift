import StatusStreaming
import Testing

@Suite("A reader bound to its trace")
struct BufferReaderTests {
  private func buffer(
    holding count: Int, capacity: Int = .max, isFinished: Bool = true
  ) throws -> StatusBuffer {
    let buffer = StatusBuffer(configuration: .init(capacity: capacity))
    try buffer.open("a")
    for number in 1...count { try buffer.append(.thinking("\(number)"), to: "a") }
    if isFinished { try buffer.finish("a", with: .failed(message: "end")) }
    return buffer
  }

  @Test("takes what the buffer gives by trace, at any cursor and up to any limit")
  func sameEvents() throws {
    for (capacity, isFinished) in [(Int.max, true), (Int.max, false), (300, true), (3, true)] {
      let buffer = try buffer(holding: 800, capacity: capacity, isFinished: isFinished)
      let reader = try buffer.reader(for: "a")
      #expect(reader.trace == "a")
      for cursor in [0, 7, 8, 247, 248, 499, 500, 503, 504, 796, 797, 799, 800] {
        let cursor = Cursor(SequenceNumber(rawValue: cursor))
        for limit in [0, 1, 2, 3, 255, 256, 257, 600, .max] {
          let batch = try reader.events(after: cursor, limit: limit)
          let expected = try buffer.events(of: "a", after: cursor, limit: limit)
          #expect(Array(batch) == expected)
          #expect(batch.count == expected.count)
          #expect(batch.underestimatedCount == expected.count)
          #expect(batch.isEmpty == expected.isEmpty)
          #expect(batch.trace == "a")
        }
      }
    }
  }

  @Test("keeps a batch as it was, whatever becomes of the trace, and can iterate it again")
  func independence() throws {
    let buffer = try buffer(holding: 600, capacity: 600, isFinished: false)
    let reader = try buffer.reader(for: "a")
    let batch = try reader.events(after: 0)
    let events = Array(batch)
    #expect(events.map(\.sequence.rawValue) == Array(1...600))
    for number in 601...2000 { try buffer.append(.thinking("\(number)"), to: "a") }
    try buffer.finish("a", with: .failed(message: "end"))
    buffer.remove("a")
    #expect(Array(batch) == events)
    #expect(Array(batch) == events)
  }

  @Test("reads a trace that was removed to its end, and one without an end until it says so")
  func removed() throws {
    for isFinished in [true, false] {
      let buffer = try buffer(holding: 2, isFinished: isFinished)
      let reader = try buffer.reader(for: "a")
      buffer.remove("a")
      #expect(try reader.events(after: 0).count == (isFinished ? 3 : 2))
      if isFinished {
        #expect(try reader.events(after: 3).isEmpty)
      } else {
        let error = #expect(throws: BufferError.self) { try reader.events(after: 2) }
        #expect(error?.code == .removed)
      }
      let unknown = #expect(throws: BufferError.self) { try buffer.reader(for: "a") }
      #expect(unknown?.code == .unknownTrace)
    }
  }

  @Test("refuses a cursor beyond the newest event")
  func cursorAhead() throws {
    let reader = try buffer(holding: 2).reader(for: "a")
    for cursor in [4, Int.max, -1] {
      let error = #expect(throws: BufferError.self) {
        try reader.events(after: Cursor(SequenceNumber(rawValue: cursor)))
      }
      #expect(error?.code == .cursorAhead)
    }
  }
}
