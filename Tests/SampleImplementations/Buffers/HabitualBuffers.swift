import StateLocking
import StatusConformance
import StatusStreaming

// What a store, a cache or a time-out beside the log is not told of.

/// Bug: a trace is kept in segments, and who has seen all of one is told that there is nothing more.
struct SegmentEdgeBuffer: StoringBuffer {
  private static let size = 128

  let store = TraceStore()

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    guard cursor.rawValue <= record.newest else {
      throw BufferError(.cursorAhead, trace: trace, context: "newest \(record.newest)")
    }
    let kept = record.kept(as: trace)
    let segments = stride(from: 0, to: kept.count, by: Self.size).map { start in
      kept[start..<min(start + Self.size, kept.count)]
    }
    // The segment of the viewer's last event, and how much of it the viewer has.
    let segment = max(0, cursor.rawValue - 1) / Self.size
    let seen = cursor.rawValue - segment * Self.size
    guard segment < segments.count, seen < segments[segment].count else { return [] }
    let events = segments[segment].dropFirst(seen) + segments[(segment + 1)...].joined()
    return Array(events.prefix(limit))
  }
}

/// Bug: that a trace is not there is remembered for five seconds, also if it is opened meanwhile.
final class AbsenceCachingBuffer: StoringBuffer {
  let store = TraceStore()
  private let clock: RunClock
  private let absences = Lock<[TraceID: RunClock.Instant]>([:])

  init(clock: RunClock) {
    self.clock = clock
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    let age = absences.withLock { $0[trace] }?.duration(to: clock.now)
    if let age, age < .seconds(5) {
      throw BufferError(.unknownTrace, trace: trace, context: "it was not held \(age) ago")
    }
    do {
      return try store.withHeld(trace) { record in
        try record.events(of: trace, after: cursor, limit: limit)
      }
    } catch let error as BufferError where error.code == .unknownTrace {
      absences.withLock { $0[trace] = clock.now }
      throw error
    }
  }
}

/// Bug: updates wait two milliseconds to be committed together; what is accepted while the end waits
/// for those before it is let go of.
final class EndCommittingBuffer: StoringBuffer {
  let store = TraceStore()
  private let clock: RunClock
  /// What is accepted and not committed.
  private let waiting = Lock<[TraceID: [StatusUpdate]]>([:])

  init(clock: RunClock) {
    self.clock = clock
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let number = try waiting.withLock { waiting in
      let committed = try store.withOpen(trace) { $0.newest }
      waiting[trace, default: []].append(update)
      return committed + (waiting[trace]?.count ?? 0)
    }
    try? await clock.sleep(for: .milliseconds(2))
    waiting.withLock { waiting in
      for update in waiting.removeValue(forKey: trace) ?? [] {
        _ = try? store.withOpen(trace) { $0.append(update) }
      }
    }
    return SequenceNumber(rawValue: number)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try? await clock.sleep(for: .milliseconds(3))
    return try waiting.withLock { waiting in
      waiting[trace] = nil
      return try store.withOpen(trace) { $0.finish(outcome) }
    }
  }

  func remove(_ trace: TraceID) async {
    waiting.withLock { $0[trace] = nil }
    store.withRecord(of: trace) { $0 = nil }
  }
}

/// Bug: a trace goes a minute after its end, and if it was removed before, so does the next run under
/// its name.
final class ExpiringBuffer: StoringBuffer {
  let store = TraceStore()
  private let clock: RunClock
  /// The traces that have ended, in the order in which they go.
  private let endings = Lock<[(trace: TraceID, moment: RunClock.Instant)]>([])

  init(clock: RunClock) {
    self.clock = clock
  }

  func open(_ trace: TraceID) async throws {
    sweep()
    try store.open(trace)
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    sweep()
    return try store.withOpen(trace) { $0.append(update) }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    sweep()
    let number = try store.withOpen(trace) { $0.finish(outcome) }
    endings.withLock { $0.append((trace, clock.now)) }
    return number
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    sweep()
    let cursor = try place.number(in: nil, of: trace)
    return try store.withHeld(trace) { record in
      try record.events(of: trace, after: cursor, limit: limit)
    }
  }

  private func sweep() {
    let expired = endings.withLock { endings in
      let now = clock.now
      let expired = endings.prefix { $0.moment.duration(to: now) >= .seconds(60) }
      endings.removeFirst(expired.count)
      return expired.map(\.trace)
    }
    for trace in expired { store.withRecord(of: trace) { $0 = nil } }
  }
}
