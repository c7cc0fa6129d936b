import Foundation
import StatusStreaming
import Testing

/// The buffer under threads that really run at once.
///
/// `STATUS_STREAMING_APPENDS` sets the number of appends, a million for the full run, which is worth
/// doing under the thread sanitizer:
///
/// ```
/// STATUS_STREAMING_APPENDS=1000000 swift test --sanitize thread --scratch-path .build-thread \
///   --filter BufferThreadTests
/// ```
@Suite("The buffer under threads")
struct BufferThreadTests {
  private static let appends =
    ProcessInfo.processInfo.environment["STATUS_STREAMING_APPENDS"].flatMap(Int.init) ?? 40_000
  private static let writers = 8
  private static let readers = 4
  private static let traces = (0..<max(10, appends / 1000)).map {
    TraceID(stringLiteral: "run-\($0)")
  }

  /// Runs a function on several threads and waits for all of them.
  private func onThreads<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) -> Result
  ) async -> [Result] {
    await withTaskGroup(of: (Int, Result).self) { group in
      for index in 0..<count {
        group.addTask {
          await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: (index, body(index))) }.start()
          }
        }
      }
      var results: [Int: Result] = [:]
      for await (index, result) in group { results[index] = result }
      return (0..<count).compactMap { results[$0] }
    }
  }

  /// Appends its share to traces drawn at random, numbering its updates within each.
  private func write(_ writer: Int, to buffer: StatusBuffer) -> [TraceID: Int] {
    var random = SplitMix64(seed: writer)
    var counts: [TraceID: Int] = [:]
    for _ in 0..<Self.appends / Self.writers {
      let trace = Self.traces[Int.random(in: 0..<Self.traces.count, using: &random)]
      let number = counts[trace, default: 0] + 1
      counts[trace] = number
      do {
        try buffer.append(.step(number, .running, String(writer)), to: trace)
      } catch {
        Issue.record(error)
      }
    }
    return counts
  }

  /// Follows all traces by their changes until each has ended.
  ///
  /// - Returns: by trace and writer, the numbers in the order in which they came.
  private func read(_ buffer: StatusBuffer) -> [TraceID: [String: [Int]]] {
    var mark = ChangeMark.start
    var cursors: [TraceID: Cursor] = [:]
    var received: [TraceID: [String: [Int]]] = [:]
    var ended = 0
    while ended < Self.traces.count {
      let changes = buffer.changedTraces(since: mark)
      mark = changes.mark
      for trace in changes.traces {
        let cursor = cursors[trace, default: .zero]
        let batch = try? buffer.reader(for: trace).events(after: cursor)
        let events = batch.map { Array($0) } ?? []
        for (offset, event) in events.enumerated() {
          if event.sequence.rawValue != cursor.number.rawValue + offset + 1 { return [:] }
          if offset > 0, event.time < events[offset - 1].time { return [:] }
          switch event.payload {
          case .update(let update):
            received[trace, default: [:]][update.message ?? "", default: []]
              .append(update.roadmapStepID ?? 0)
          case .complete: ended += 1
          case .gap, .failed, .cancelled: return [:]
          }
        }
        cursors[trace] = events.last?.cursor ?? cursor
      }
    }
    return received
  }

  @Test("loses nothing, repeats nothing and keeps each trace's order")
  func everythingOnce() async throws {
    let buffer = StatusBuffer(configuration: .init(capacity: Self.appends))
    for trace in Self.traces { try buffer.open(trace) }
    async let reading = onThreads(Self.readers) { _ in read(buffer) }
    let written = await onThreads(Self.writers) { write($0, to: buffer) }
    for trace in Self.traces {
      try buffer.finish(trace, with: .complete(FinalAnswer(text: "")))
    }
    let received = await reading
    #expect(received.count == Self.readers)
    for trace in Self.traces {
      for (writer, counts) in written.enumerated() {
        let expected = Array(1...(counts[trace] ?? 0) + 1).dropLast()
        for reader in received {
          let numbers = reader[trace]?[String(writer)] ?? []
          #expect(numbers[...] == expected, "writer \(writer), trace \(trace)")
        }
      }
    }
  }

  @Test("gives writers who meet in one trace numbers of their own, each in its order")
  func oneTrace() async throws {
    let buffer = StatusBuffer(configuration: .init(capacity: Self.appends))
    try buffer.open("a")
    let publisher = try buffer.publisher(for: "a")
    let share = Self.appends / Self.writers
    let returned = await onThreads(Self.writers) { writer in
      (1...share).compactMap { number in
        try? publisher.publish(.step(number, .running, String(writer))).rawValue
      }
    }
    #expect(returned.flatMap(\.self).sorted() == Array(1...share * Self.writers))
    let events = try buffer.events(of: "a", after: .zero, limit: .max)
    #expect(events.map(\.sequence.rawValue) == Array(1...share * Self.writers))
    for (writer, numbers) in returned.enumerated() {
      let own = numbers.map { events[$0 - 1].payload }
      #expect(own == (1...share).map { .update(.step($0, .running, String(writer))) })
    }
  }

  @Test("shares nothing with the buffers of other threads")
  func buffersOfTheirOwn() async {
    let events = await onThreads(Self.writers) { _ in
      (1...100).map { _ in
        let buffer = StatusBuffer(configuration: .init(limits: .init(bytes: 10_000)))
        try? buffer.open("a")
        _ = try? buffer.finish("a", with: .complete(FinalAnswer(text: "")))
        return (try? buffer.events(of: "a", after: .zero, limit: .max))?.map(\.payload)
      }
    }
    #expect(events.joined().allSatisfy { $0 == [.complete(FinalAnswer(text: ""))] })
  }

  @Test("wakes waiting readers for everything that comes")
  func waitingReaders() async throws {
    let buffer = StatusBuffer(configuration: .init(capacity: Self.appends))
    let traces = Self.traces.prefix(8)
    for trace in traces { try buffer.open(trace) }
    let share = Self.appends / 20 / traces.count
    try await withThrowingTaskGroup(of: Int.self) { group in
      for trace in traces {
        for _ in 0..<Self.readers {
          group.addTask {
            var last = 0
            for try await event in buffer.events(of: trace) {
              #expect(event.sequence.rawValue == last + 1)
              last = event.sequence.rawValue
            }
            return last
          }
        }
      }
      _ = await onThreads(traces.count) { index in
        let trace = traces[index]
        do {
          for number in 0..<share { try buffer.append(.step(number, .running), to: trace) }
          try buffer.finish(trace, with: .complete(FinalAnswer(text: "")))
        } catch {
          Issue.record(error)
        }
      }
      for try await last in group { #expect(last == share + 1) }
    }
  }

  /// Follows a trace until its end.
  ///
  /// - Returns: how many updates came and how many were lost; `nil` if any came twice or at the
  ///   wrong place.
  private func follow(_ reader: StatusReader) -> (received: Int, lost: Int)? {
    var cursor = Cursor.zero
    var received = 0
    var lost = 0
    while let batch = try? reader.events(after: cursor) {
      for event in batch {
        switch event.payload {
        case .gap(let count):
          lost += count
          guard event.sequence.rawValue == cursor.number.rawValue + count else { return nil }
        case .update, .complete, .failed, .cancelled:
          guard event.sequence == cursor.number.next else { return nil }
          if event.payload.isTerminal { return (received, lost) }
          received += 1
        }
        cursor = event.cursor
      }
    }
    return nil
  }

  @Test("shows readers of a full trace every update or its loss")
  func fullTrace() async throws {
    let buffer = StatusBuffer(configuration: .init(capacity: 20))
    try buffer.open("a")
    let publisher = try buffer.publisher(for: "a")
    let reader = try buffer.reader(for: "a")
    async let reading = onThreads(2) { _ in follow(reader).map { [$0.received, $0.lost] } }
    let share = Self.appends / 4
    _ = await onThreads(2) { writer in
      for number in 0..<share {
        _ = try? publisher.publish(.step(number, .running, "\(writer), \(number)"))
      }
    }
    try buffer.finish("a", with: .complete(FinalAnswer(text: "")))
    for counts in await reading { #expect(counts?.reduce(0, +) == 2 * share) }
  }
}
