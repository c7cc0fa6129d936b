import StatusStreaming

/// Bug: the newest update is put first, as a list on a screen shows it.
struct NewestFirstBuffer: StoringBuffer {
  let store = TraceStore()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try store.withOpen(trace) { record in
      record.updates.insert(update, at: 0)
      return SequenceNumber(rawValue: record.newest)
    }
  }
}

/// Bug: keys that are numbers are sorted as text, so that 10 comes before 2.
struct TextKeyedBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    let events = try store.withHeld(trace) {
      try $0.events(of: trace, after: cursor, limit: .max)
    }
    return Array(events.sorted { "\($0.sequence)" < "\($1.sequence)" }.prefix(limit))
  }
}

/// Bug: what is stored for late viewers is stored after a pause, so that writers overtake each
/// other on the way there, while the viewers of the moment are served from memory.
actor WriteBehindBuffer: StatusBuffering {
  private var memory: [TraceID: TraceRecord] = [:]
  private var storage: [TraceID: TraceRecord] = [:]

  func open(_ trace: TraceID) async throws {
    guard memory[trace] == nil else {
      throw BufferError(.traceExists, trace: trace, context: "it is held")
    }
    memory[trace] = TraceRecord()
    storage[trace] = TraceRecord()
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    guard memory[trace]?.outcome == nil, let count = memory[trace]?.append(update) else {
      throw BufferError(.traceFinished, trace: trace, context: "it has ended")
    }
    // The first of two writers has more to flush.
    if count.rawValue % 2 == 1 { await Task.yield() }
    await Task.yield()
    return storage[trace]?.append(update) ?? count
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    guard memory[trace]?.outcome == nil, let number = memory[trace]?.finish(outcome) else {
      throw BufferError(.traceFinished, trace: trace, context: "it has ended")
    }
    storage[trace]?.outcome = outcome
    return number
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    guard let live = memory[trace], let stored = storage[trace] else {
      throw BufferError(.unknownTrace, trace: trace, context: "it is not held")
    }
    let source = cursor == .zero && stored.newest == live.newest ? stored : live
    return try source.events(of: trace, after: cursor, limit: limit)
  }

  func remove(_ trace: TraceID) async {
    memory[trace] = nil
    storage[trace] = nil
  }
}
