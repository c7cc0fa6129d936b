import StateLocking
import StatusConformance
import StatusStreaming

/// A buffer that gives numbers of its own choice to events which are otherwise right.
protocol NumberingBuffer: StatusBuffering {
  var store: TraceStore { get }
  var numbers: NumberTable { get }
  func number(of place: Int, in trace: TraceID) -> Int
}

/// The number of each event, by trace.
final class NumberTable: Sendable {
  private let numbers = Lock<[TraceID: [Int]]>([:])

  func add(_ number: Int, to trace: TraceID) -> SequenceNumber {
    numbers.withLock { $0[trace, default: []].append(number) }
    return SequenceNumber(rawValue: number)
  }

  func numbers(of trace: TraceID) -> [Int] { numbers.withLock { $0[trace] ?? [] } }

  func remove(_ trace: TraceID) { numbers.withLock { $0[trace] = nil } }
}

extension NumberingBuffer {
  func open(_ trace: TraceID) async throws {
    try store.open(trace)
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let place = try store.withOpen(trace) { $0.append(update).rawValue }
    return numbers.add(number(of: place, in: trace), to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    let place = try store.withOpen(trace) { $0.finish(outcome).rawValue }
    return numbers.add(number(of: place, in: trace), to: trace)
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    let events = try store.withHeld(trace) { $0.kept(as: trace) }
    let numbers = numbers.numbers(of: trace)
    guard cursor.rawValue <= numbers.last ?? 0 else {
      throw BufferError(.cursorAhead, trace: trace, context: "cursor \(cursor)")
    }
    let numbered = zip(events, numbers).map { event, number in
      StreamEvent(
        trace: trace, sequence: SequenceNumber(rawValue: number), payload: event.payload)
    }
    return Array(numbered.filter { $0.sequence > cursor || cursor == .zero }.prefix(limit))
  }

  func remove(_ trace: TraceID) async {
    store.withRecord(of: trace) { $0 = nil }
    numbers.remove(trace)
  }
}

/// Bug: the numbers are milliseconds of a clock, which have holes and, worse, repeat.
struct ClockNumberedBuffer: NumberingBuffer {
  let store = TraceStore()
  let numbers = NumberTable()
  let clock: RunClock

  func number(of place: Int, in trace: TraceID) -> Int {
    let (seconds, attoseconds) = clock.now.elapsed.components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}

/// Bug: the numbers are a real clock's nanoseconds, so no run is like another.
struct RealClockNumberedBuffer: NumberingBuffer {
  let store = TraceStore()
  let numbers = NumberTable()
  private let start = ContinuousClock.now

  func number(of place: Int, in trace: TraceID) -> Int {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
  }
}

/// Bug: the first number is 0, which is where a viewer stands that has seen nothing.
struct ZeroBasedBuffer: NumberingBuffer {
  let store = TraceStore()
  let numbers = NumberTable()

  func number(of place: Int, in trace: TraceID) -> Int { place - 1 }
}

/// Bug: one counter numbers the events of all traces.
struct OneCounterBuffer: NumberingBuffer {
  let store = TraceStore()
  let numbers = NumberTable()
  private let counter = NumberTable()

  func number(of place: Int, in trace: TraceID) -> Int {
    _ = counter.add(0, to: "all")
    return counter.numbers(of: "all").count
  }
}

/// Bug: an event's number is its place in what is read.
struct BatchNumberedBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    let events = try record.events(of: trace, after: cursor, limit: limit)
    return events.enumerated().map { index, event in
      StreamEvent(
        trace: trace, sequence: SequenceNumber(rawValue: index + 1), payload: event.payload)
    }
  }
}

/// Bug: the next number is looked up, and the lock released, before the update is added.
struct LookingUpBuffer: NumberingBuffer {
  let store = TraceStore()
  let numbers = NumberTable()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.newest + 1 }
    await Task.yield()
    _ = try store.withOpen(trace) { $0.append(update) }
    return numbers.add(number, to: trace)
  }

  func number(of place: Int, in trace: TraceID) -> Int { place }
}

/// Bug: an append returns what was the newest number before it.
struct LaggingBuffer: StoringBuffer {
  let store = TraceStore()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try store.withOpen(trace) { record in
      defer { _ = record.append(update) }
      return SequenceNumber(rawValue: record.newest)
    }
  }
}
