import StateLocking
import StatusStreaming

/// Bug: the list is taken out, added to and put back, with a pause between.
struct CopyingBuffer: StoringBuffer {
  let store = TraceStore()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    var copy = try store.withOpen(trace) { $0 }
    await Task.yield()
    let number = copy.append(update)
    let changed = copy
    store.withRecord(of: trace) { $0 = changed }
    return number
  }
}

/// Bug: reading takes out what it reads, as from a queue.
struct QueueBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    _ = try place.number(in: nil, of: trace)
    return try store.withHeld(trace) { record in
      let events = record.kept(as: trace).prefix(limit)
      let count = min(events.count, record.updates.count)
      record.updates.removeFirst(count)
      record.dropped += count
      return Array(events)
    }
  }
}

/// Bug: the position of the last read is kept with the trace, for whoever reads.
final class SharedPositionBuffer: StoringBuffer {
  let store = TraceStore()
  private let positions = Lock<[TraceID: SequenceNumber]>([:])

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    _ = try place.number(in: nil, of: trace)
    return try positions.withLock { positions in
      let position = positions[trace] ?? .zero
      let events = try store.withHeld(trace) {
        try $0.events(of: trace, after: position, limit: limit)
      }
      if let last = events.last { positions[trace] = last.sequence }
      return events
    }
  }
}

/// Bug: the limit is applied before the cursor, so a page is empty when the first ones are read.
struct LimitFirstBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    return try store.withHeld(trace) { record in
      record.kept(as: trace).prefix(limit).filter { $0.sequence > cursor }
    }
  }
}

/// Bug: an update that equals the one before it is taken for a repetition.
struct DeduplicatingBuffer: StoringBuffer {
  let store = TraceStore()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try store.withOpen(trace) { record in
      guard record.updates.last != update else { return SequenceNumber(rawValue: record.newest) }
      return record.append(update)
    }
  }
}

/// Bug: a number is given out before its update can be read, and a reader that meets a later one
/// first never comes back for it.
actor ReservingBuffer: StatusBuffering {
  private var reserved: [TraceID: Int] = [:]
  private var entries: [TraceID: [Int: StreamEvent.Payload]] = [:]
  private var finished: Set<TraceID> = []

  func open(_ trace: TraceID) async throws {
    guard entries[trace] == nil else {
      throw BufferError(.traceExists, trace: trace, context: "it is held")
    }
    entries[trace] = [:]
    reserved[trace] = 0
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let number = try reserve(in: trace)
    for _ in 0..<(number % 2) { await Task.yield() }
    entries[trace]?[number] = .update(update)
    return SequenceNumber(rawValue: number)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    let number = try reserve(in: trace)
    finished.insert(trace)
    entries[trace]?[number] = outcome.payload
    return SequenceNumber(rawValue: number)
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    guard let entries = entries[trace], let newest = reserved[trace], cursor.rawValue <= newest
    else { throw BufferError(.cursorAhead, trace: trace, context: "cursor \(cursor)") }
    let following = entries.filter { $0.key > cursor.rawValue }.sorted { $0.key < $1.key }
    return following.prefix(limit).map { number, payload in
      StreamEvent(trace: trace, sequence: SequenceNumber(rawValue: number), payload: payload)
    }
  }

  func remove(_ trace: TraceID) async {
    entries[trace] = nil
    reserved[trace] = nil
    finished.remove(trace)
  }

  private func reserve(in trace: TraceID) throws -> Int {
    guard let last = reserved[trace], !finished.contains(trace) else {
      throw BufferError(.traceFinished, trace: trace, context: "it has ended")
    }
    reserved[trace] = last + 1
    return last + 1
  }
}
