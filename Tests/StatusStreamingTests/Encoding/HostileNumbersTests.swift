import StatusStreaming
import Testing

/// Numbers, gaps and times that only a faulty buffer gives.
@Suite struct HostileNumbersTests {
  static let hostile = [
    event(-1), event(.min), event(1, .gap(lost: 0)), event(1, .gap(lost: -7)),
    event(1, .gap(lost: .min)), event(1, at: .nanoseconds(-1)), event(1, at: .seconds(Int64.min)),
    event(1, at: Duration(attoseconds: .min)), event(1, at: Duration(attoseconds: .max)),
  ]
  static let extreme = [
    event(0), event(.max), event(1, .gap(lost: .max)), event(.max, .gap(lost: .max)),
    event(1, at: .seconds(Int64.max)), event(.max, .complete(FinalAnswer(text: "done"))),
    event(1, .update(.step(.min, .running))), event(1, .update(.step(.max, .running))),
  ]
  static var encoders: [any StatusEncoder] {
    [
      TerminalEncoder(showsTimes: true), TerminalEncoder(labelsTraces: true),
      EventStreamEncoder(profile: .reference), EventStreamEncoder(profile: .resumable),
      WebSocketStatusEncoder(), JSONLinesEncoder(),
    ]
  }

  static func event(
    _ number: Int, _ payload: StreamEvent.Payload = .update(.thinking("Planning")),
    at time: Duration = .zero
  ) -> StreamEvent {
    StreamEvent(
      trace: "run-1", sequence: SequenceNumber(rawValue: number), time: time, payload: payload)
  }

  @Test(arguments: hostile) func everyEncoderRefusesThem(event: StreamEvent) throws {
    for encoder in Self.encoders { try refuse(event, by: encoder) }
  }

  private func refuse(_ event: StreamEvent, by encoder: some StatusEncoder) throws {
    var encoder = encoder
    var bytes: [UInt8] = [1, 2, 3]
    let error = #expect(throws: StatusEncodingError.self) {
      try encoder.encode(event, into: &bytes)
    }
    guard let error, case .outOfRange = error.code else {
      Issue.record("\(encoder) says nothing about \(event)")
      return
    }
    #expect(error.description.contains("event \(event.sequence) of trace 'run-1' has"))
    #expect(bytes == [1, 2, 3])
    try encoder.encode(Self.event(1), into: &bytes)
  }

  @Test(arguments: hostile) func everySinkRefusesThem(event: StreamEvent) async {
    var sink = EventStreamSink(profile: .resumable, writer: CountingWriter())
    await #expect(throws: StatusEncodingError.self) { try await sink.send(event) }
    #expect(sink.writer.count == 0)
    var messages = WebSocketMessageEncoder()
    var payload: [UInt8] = []
    #expect(throws: StatusEncodingError.self) { try messages.encode(event, into: &payload) }
  }

  @Test(arguments: extreme) func everyEncoderTakesTheLargest(event: StreamEvent) {
    for encoder in Self.encoders { take(event, by: encoder) }
  }

  private func take(_ event: StreamEvent, by encoder: some StatusEncoder) {
    var encoder = encoder
    var bytes: [UInt8] = []
    do throws(StatusEncodingError) {
      try encoder.encode(event, into: &bytes)
    } catch {
      #expect(error.code == .unrepresentable)
    }
  }

  @Test func theLargestTimeIsWrittenInFull() throws {
    var encoder = TerminalEncoder(showsTimes: true)
    var bytes: [UInt8] = []
    try encoder.encode(Self.event(1, at: .seconds(Int64.max)), into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self).contains("│ +9223372036854775807.000s 🤔"))
  }

  @Test func theLargestNumberHasItselfNext() {
    #expect(SequenceNumber(rawValue: .max).next.rawValue == .max)
    #expect(SequenceNumber(rawValue: .min).next.rawValue == .min + 1)
    #expect(SequenceNumber.zero.next == 1)
  }
}

/// A buffer whose sizes and limits are of any size.
@Suite struct HostileSizesTests {
  @Test(arguments: [Int.max, 3, 1, 0, -1, .min], [false, true])
  func anyNumberIsACapacity(capacity: Int, refuses: Bool) throws {
    var configuration = StatusBuffer.Configuration(
      capacity: capacity, overflow: refuses ? .refuse : .dropOldest,
      maximumFinishedTraces: capacity)
    configuration.capacity = capacity
    configuration.maximumFinishedTraces = capacity
    let buffer = StatusBuffer(configuration: configuration)
    try buffer.open("run-1")
    var accepted = 0
    for number in 1...5 {
      do throws(BufferError) {
        try buffer.append(.thinking("\(number)"), to: "run-1")
        accepted += 1
      } catch {
        #expect(error.code == .full)
      }
    }
    let room = min(max(capacity, 1), 5)
    #expect(accepted == (refuses ? room : 5))
    let batch = Result {
      try buffer.append(contentsOf: [.thinking("6"), .thinking("7")], to: "run-1")
    }
    #expect(((try? batch.get()) == nil) == (refuses && capacity < 7))
    let events = try buffer.events(of: "run-1", after: .zero, limit: .max)
    #expect(events.last?.payload.isTerminal == false)
    #expect(events.count(where: { if case .update = $0.payload { true } else { false } }) <= 7)
    try buffer.finish("run-1", with: .failed(message: "done"))
    #expect(buffer.traceCount == (capacity > 0 ? 1 : 0))
  }

  @Test(arguments: [Int.min, -1, 0]) func aLimitBelowOneGivesNothing(limit: Int) throws {
    let buffer = StatusBuffer(configuration: .init(capacity: 2))
    try buffer.open("run-1")
    for number in 1...5 { try buffer.append(.thinking("\(number)"), to: "run-1") }
    for isFinished in [false, true] {
      if isFinished { try buffer.finish("run-1", with: .failed(message: "done")) }
      #expect(try buffer.events(of: "run-1", after: .zero, limit: limit).isEmpty)
      #expect(try buffer.events(of: "run-1", after: 4, limit: limit).isEmpty)
      #expect(try buffer.reader(for: "run-1").events(after: 5, limit: limit).isEmpty)
    }
  }

  @Test(arguments: [Int.min, -1, 6, .max]) func aCursorBeyondTheTraceIsRefused(cursor: Int) throws {
    let cursor = Cursor(SequenceNumber(rawValue: cursor))
    let buffer = StatusBuffer()
    try buffer.open("run-1")
    for limit in [Int.min, 0, .max] {
      let error = #expect(throws: BufferError.self) {
        try buffer.events(of: "run-1", after: cursor, limit: limit)
      }
      #expect(error?.code == .cursorAhead)
    }
  }

  @Test(arguments: [Int.min, -1, 6, .max])
  func aDeliveryFromACursorBeyondTheTraceEnds(cursor: Int) async throws {
    let cursor = Cursor(SequenceNumber(rawValue: cursor))
    let buffer = StatusBuffer()
    try buffer.open("run-1")
    var sink = CollectingSink()
    let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend)
    let ending = await monitor.deliver("run-1", after: cursor, to: &sink).ending
    #expect(ending.name == "bufferFailed(cursorAhead)")
    #expect(sink.isUntouched)
  }

  @Test(arguments: [Int.min, -1]) func aDeliveryOfAllTracesFromANegativeCursorEnds(
    cursor: Int
  ) async throws {
    let buffer = StatusBuffer()
    try buffer.open("run-1")
    var sink = CollectingSink()
    let cursor = Cursor(SequenceNumber(rawValue: cursor))
    let ending = await StatusMonitor(buffer: buffer).deliverAll(after: ["run-1": cursor], to: &sink)
      .ending
    #expect(ending.name == "bufferFailed(cursorAhead)")
    #expect(sink.isUntouched)
  }

  @Test(arguments: [6, Int.max]) func aDeliveryOfAllTracesTakesACursorBeyondARunForAnEarlierOnes(
    cursor: Int
  ) async throws {
    let buffer = StatusBuffer()
    try buffer.open("run-1")
    try buffer.finish("run-1", with: .failed(message: "end"))
    buffer.close()
    var sink = CollectingSink()
    let cursor = Cursor(SequenceNumber(rawValue: cursor))
    let ending = await StatusMonitor(buffer: buffer).deliverAll(after: ["run-1": cursor], to: &sink)
      .ending
    #expect(ending.name == "finished")
    #expect(sink.sequences == [1])
  }
}

/// Counts what is written.
struct CountingWriter: ByteWriter {
  private(set) var count = 0

  mutating func write(_ bytes: [UInt8]) {
    count += bytes.count
  }
}
