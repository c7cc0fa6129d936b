import StatusStreaming

/// A correct buffer around a store, of which the faulty ones get one method wrong.
protocol StoringBuffer: StatusBuffering {
  var store: TraceStore { get }

  /// What a viewer is given of a trace that is held.
  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent]
}

extension StoringBuffer {
  func open(_ trace: TraceID) async throws {
    try store.open(trace)
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try store.withOpen(trace) { $0.append(update) }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try store.withOpen(trace) { $0.finish(outcome) }
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    return try store.withHeld(trace) { record in
      try events(in: record, of: trace, after: cursor, limit: limit)
    }
  }

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    try record.events(of: trace, after: cursor, limit: limit)
  }

  func remove(_ trace: TraceID) async {
    store.withRecord(of: trace) { $0 = nil }
  }
}

/// Correct: a value around a class with one lock.
struct LockedBuffer: StoringBuffer {
  var store = TraceStore()
}
