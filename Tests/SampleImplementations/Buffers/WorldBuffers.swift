import StateLocking
import StatusConformance
import StatusStreaming

// What goes wrong in large, long or crowded runs alone.

/// Bug: a trace lives for a minute from its opening, however much is still said in it.
final class ImpatientBuffer: StoringBuffer {
  let store = TraceStore()
  private let clock: RunClock
  private let openings = Lock<[TraceID: RunClock.Instant]>([:])

  init(clock: RunClock) {
    self.clock = clock
  }

  func open(_ trace: TraceID) async throws {
    try store.open(trace)
    openings.withLock { $0[trace] = clock.now }
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let opening = openings.withLock { $0[trace] } ?? clock.now
    if opening.duration(to: clock.now) > .seconds(60) { await remove(trace) }
    return try store.withOpen(trace) { $0.append(update) }
  }
}

/// Bug: of a long trace the oldest updates go, and nothing says so.
struct ForgetfulBuffer: StoringBuffer {
  let store = TraceStore(capacity: 100)

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    try record.eventsWithoutGap(of: trace, after: cursor, limit: limit)
  }
}

/// Bug: a number takes one byte where it is returned.
struct NarrowNumberBuffer: StoringBuffer {
  let store = TraceStore()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.append(update) }
    return SequenceNumber(rawValue: Int(UInt8(truncatingIfNeeded: number.rawValue)))
  }
}

/// Bug: names of traces are compared without their case.
struct CaselessBuffer: StoringBuffer {
  let store = TraceStore()

  func open(_ trace: TraceID) async throws {
    try store.open(key(trace))
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try store.withOpen(key(trace)) { $0.append(update) }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try store.withOpen(key(trace)) { $0.finish(outcome) }
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    return try store.withHeld(key(trace)) { record in
      try record.events(of: trace, after: cursor, limit: limit)
    }
  }

  private func key(_ trace: TraceID) -> TraceID {
    (try? TraceID(trace.rawValue.lowercased())) ?? trace
  }
}

/// Bug: what is kept of an update is changed on the way.
struct RewritingBuffer: StoringBuffer {
  let store = TraceStore()
  var rewrites: @Sendable (inout StatusUpdate) -> Void = { _ in }
  var concludes: @Sendable (TraceOutcome) -> TraceOutcome = { $0 }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    var update = update
    rewrites(&update)
    return try store.withOpen(trace) { [update] in $0.append(update) }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try store.withOpen(trace) { $0.finish(concludes(outcome)) }
  }
}

/// Bug: a page has 50 events, and the next one begins 64 further.
struct PagedBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    let events = try record.events(of: trace, after: cursor, limit: limit)
    return limit > 64 && events.count > 64
      ? Array(events.prefix(50) + events.dropFirst(64)) : events
  }
}
