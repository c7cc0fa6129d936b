import StateLocking
import StatusStreaming

/// Bug: the end is noted, but there is no terminal event.
struct EndlessBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    return try store.withHeld(trace) { try $0.events(of: trace, after: cursor, limit: limit) }
      .filter { !$0.payload.isTerminal }
  }
}

/// Bug: the terminal event needs room like any update, so a full trace never ends.
struct FullBuffer: StoringBuffer {
  let store = TraceStore()
  let capacity: Int

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try store.withOpen(trace) { record in
      try requireRoom(in: record, trace)
      return record.append(update)
    }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try store.withOpen(trace) { record in
      try requireRoom(in: record, trace)
      return record.finish(outcome)
    }
  }

  private func requireRoom(in record: TraceRecord, _ trace: TraceID) throws {
    guard record.updates.count < capacity else {
      throw BufferError(.full, trace: trace, context: "it holds \(capacity) updates")
    }
  }
}

/// Bug: whether the trace has ended is looked up, and the lock released, before it is ended.
struct TwoEndsBuffer: StoringBuffer {
  let store = TraceStore()

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try store.withOpen(trace) { _ in }
    await Task.yield()
    return try store.withHeld(trace) { $0.finish(outcome) }
  }
}

/// Bug: a second end replaces the first.
struct LastEndBuffer: StoringBuffer {
  let store = TraceStore()

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try store.withHeld(trace) { $0.finish(outcome) }
  }
}

/// Bug: the same end once more is taken for another try of who was not told.
struct RepeatableEndBuffer: StoringBuffer {
  let store = TraceStore()

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try store.withHeld(trace) { record in
      guard let end = record.outcome else { return record.finish(outcome) }
      guard end == outcome else {
        throw BufferError(.traceFinished, trace: trace, context: "it has ended")
      }
      return SequenceNumber(rawValue: record.newest)
    }
  }
}

/// Bug: a trace that has ended accepts updates, in front of its end.
struct ReopeningBuffer: StoringBuffer {
  let store = TraceStore()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try store.withHeld(trace) { $0.append(update) }
  }
}

/// Bug: an update after the end is dropped without an error.
struct SwallowingBuffer: StoringBuffer {
  let store = TraceStore()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try store.withHeld(trace) { record in
      guard record.outcome == nil else { return SequenceNumber(rawValue: record.newest) }
      return record.append(update)
    }
  }
}

/// Bug: an update after the end is refused, and shown behind the end all the same.
final class KeepingBuffer: StoringBuffer {
  let store = TraceStore()
  private let late = Lock<[TraceID: [StatusUpdate]]>([:])

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    do {
      return try store.withOpen(trace) { $0.append(update) }
    } catch {
      late.withLock { $0[trace, default: []].append(update) }
      throw error
    }
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    let late = late.withLock { $0[trace] ?? [] }
    return try store.withHeld(trace) { record in
      let behind = late.enumerated().map { index, update in
        StreamEvent(
          trace: trace, sequence: SequenceNumber(rawValue: record.newest + index + 1),
          payload: .update(update))
      }
      let events = try record.events(of: trace, after: cursor, limit: .max) + behind
      return Array(events.prefix(limit))
    }
  }

  func remove(_ trace: TraceID) async {
    late.withLock { $0[trace] = nil }
    store.withRecord(of: trace) { $0 = nil }
  }
}

/// Bug: whether the trace has ended is looked up, and the lock released, before an update is added.
actor OvertakenBuffer: StatusBuffering {
  private var logs: [TraceID: [StreamEvent.Payload]] = [:]
  private var ended: Set<TraceID> = []

  func open(_ trace: TraceID) async throws {
    guard logs[trace] == nil else {
      throw BufferError(.traceExists, trace: trace, context: "it is held")
    }
    logs[trace] = []
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try requireOpen(trace)
    await Task.yield()
    return add(.update(update), to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try requireOpen(trace)
    ended.insert(trace)
    return add(outcome.payload, to: trace)
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    guard let log = logs[trace], cursor.rawValue <= log.count else {
      throw BufferError(.cursorAhead, trace: trace, context: "cursor \(cursor)")
    }
    return log.enumerated().dropFirst(cursor.rawValue).prefix(limit).map { index, payload in
      StreamEvent(trace: trace, sequence: SequenceNumber(rawValue: index + 1), payload: payload)
    }
  }

  func remove(_ trace: TraceID) async {
    logs[trace] = nil
    ended.remove(trace)
  }

  private func add(_ payload: StreamEvent.Payload, to trace: TraceID) -> SequenceNumber {
    logs[trace, default: []].append(payload)
    return SequenceNumber(rawValue: logs[trace]?.count ?? 0)
  }

  private func requireOpen(_ trace: TraceID) throws {
    guard logs[trace] != nil, !ended.contains(trace) else {
      throw BufferError(.traceFinished, trace: trace, context: "it has ended")
    }
  }
}

/// Bug: however a run ends, the trace is completed.
struct OptimisticBuffer: StoringBuffer {
  let store = TraceStore()

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    var answer = FinalAnswer(text: "done")
    if case .complete(let given) = outcome { answer = given }
    return try store.withOpen(trace) { [answer] in $0.finish(.complete(answer)) }
  }
}

/// Bug: all that is kept of an end without an answer is a message.
struct TwoEndingsBuffer: StoringBuffer {
  let store = TraceStore()

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    var outcome = outcome
    if case .cancelled(let reason) = outcome { outcome = .failed(message: reason) }
    return try store.withOpen(trace) { [outcome] in $0.finish(outcome) }
  }
}

/// Bug: when a trace ends its updates are let go of, whoever has still to read them.
struct ClearingBuffer: StoringBuffer {
  let store = TraceStore()

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try store.withOpen(trace) { record in
      let number = record.finish(outcome)
      record.dropped += record.updates.count
      record.updates = []
      return number
    }
  }

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    try record.eventsWithoutGap(of: trace, after: cursor, limit: limit)
  }
}
