import StatusStreaming
import Testing

@Suite("A trace in the buffer")
struct BufferLifecycleTests {
  private let buffer = StatusBuffer()
  private let answer = TraceOutcome.complete(FinalAnswer(text: "Done"))

  private func expect(
    _ code: BufferError.Code, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) {
    let error = #expect(throws: BufferError.self, sourceLocation: sourceLocation) { try body() }
    #expect(error?.code == code, sourceLocation: sourceLocation)
  }

  @Test("numbers updates from 1 and gives the terminal event the last number")
  func numbering() throws {
    try buffer.open("a")
    #expect(try buffer.append(.thinking("x"), to: "a") == 1)
    #expect(try buffer.append(.thinking("y"), to: "a") == 2)
    #expect(try buffer.finish("a", with: answer) == 3)
    let events = try buffer.events(of: "a", after: .zero, limit: .max)
    #expect(events.map(\.sequence) == [1, 2, 3])
    #expect(
      events.map(\.payload) == [
        .update(.thinking("x")), .update(.thinking("y")), .complete(FinalAnswer(text: "Done")),
      ])
    #expect(events.allSatisfy { $0.trace == "a" })
  }

  @Test("can't be opened twice, whether open or finished")
  func openTwice() throws {
    try buffer.open("a")
    expect(.traceExists) { try buffer.open("a") }
    try buffer.finish("a", with: answer)
    expect(.traceExists) { try buffer.open("a") }
  }

  @Test("that is gone is not waited for by who has seen something of it", .timeLimit(.minutes(1)))
  func waitForWhatIsGone() async throws {
    try await buffer.awaitEvents(of: "never-opened", after: 1)
    try buffer.open("a")
    try buffer.append(.thinking("x"), to: "a")
    buffer.remove("a")
    try await buffer.awaitEvents(of: "a", after: 1)
  }

  @Test("takes nothing after its end, and its first outcome stands")
  func finishedOnce() throws {
    try buffer.open("a")
    let publisher = try buffer.publisher(for: "a")
    try buffer.finish("a", with: .failed(message: "first"))
    expect(.traceFinished) { try buffer.finish("a", with: answer) }
    expect(.traceFinished) { try buffer.append(.thinking("late"), to: "a") }
    expect(.traceFinished) { try publisher.publish(.thinking("late")) }
    let events = try buffer.events(of: "a", after: .zero, limit: .max)
    #expect(events.map(\.payload) == [.failed(message: "first")])
  }

  @Test("is unknown before it is opened and after it is removed")
  func unknown() throws {
    expect(.unknownTrace) { try buffer.append(.thinking("x"), to: "a") }
    expect(.unknownTrace) { try buffer.finish("a", with: answer) }
    expect(.unknownTrace) { _ = try buffer.events(of: "a", after: .zero, limit: 1) }
    try buffer.open("a")
    let publisher = try buffer.publisher(for: "a")
    buffer.remove("a")
    expect(.unknownTrace) { _ = try buffer.events(of: "a", after: .zero, limit: 1) }
    expect(.removed) { try publisher.publish(.thinking("late")) }
    buffer.remove("a")
  }

  @Test("is read without being changed, from any cursor and in parts")
  func reading() throws {
    try buffer.open("a")
    try buffer.append(contentsOf: (1...1000).map { .thinking("\($0)") }, to: "a")
    try buffer.finish("a", with: answer)
    let all = try buffer.events(of: "a", after: .zero, limit: .max)
    #expect(all.count == 1001)
    for cursor in [0, 1, 7, 8, 9, 23, 24, 247, 248, 249, 503, 504, 505, 999, 1000, 1001] {
      let position = Cursor(SequenceNumber(rawValue: cursor))
      #expect(try buffer.events(of: "a", after: position, limit: .max) == Array(all[cursor...]))
      let part = try buffer.events(of: "a", after: position, limit: 3)
      #expect(part == Array(all[cursor...].prefix(3)))
      #expect(try buffer.events(of: "a", after: position, limit: 0).isEmpty)
    }
  }

  @Test("refuses a cursor beyond its newest event", arguments: [4, 5, Int.max, -1])
  func cursorAhead(cursor: Int) throws {
    try buffer.open("a")
    try buffer.append(contentsOf: [.thinking("x"), .thinking("y")], to: "a")
    try buffer.finish("a", with: answer)
    expect(.cursorAhead) {
      _ = try buffer.events(of: "a", after: Cursor(SequenceNumber(rawValue: cursor)), limit: 1)
    }
  }

  @Test("takes a batch whole")
  func batch() throws {
    try buffer.open("a")
    #expect(try buffer.append(contentsOf: [], to: "a") == 0)
    #expect(try buffer.append(contentsOf: [.thinking("x"), .thinking("y")], to: "a") == 2)
    let publisher = try buffer.publisher(for: "a")
    #expect(try publisher.publish(contentsOf: [.thinking("z")]) == 3)
    #expect(publisher.trace == "a")
  }

  @Test("can't be opened once the buffer is closed, but goes on if it was open")
  func closed() throws {
    try buffer.open("a")
    buffer.close()
    expect(.closed) { try buffer.open("b") }
    #expect(try buffer.append(.thinking("x"), to: "a") == 1)
    #expect(try buffer.finish("a", with: answer) == 2)
  }
}
