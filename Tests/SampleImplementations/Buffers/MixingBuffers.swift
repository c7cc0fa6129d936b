import StateLocking
import StatusStreaming

/// Bug: there is one list for all traces.
actor OneListBuffer: StatusBuffering {
  private var traces: Set<TraceID> = []
  private var ended: Set<TraceID> = []
  private var list: [StreamEvent.Payload] = []

  func open(_ trace: TraceID) async throws {
    guard traces.insert(trace).inserted else {
      throw BufferError(.traceExists, trace: trace, context: "it is held")
    }
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try add(.update(update), to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    let number = try add(outcome.payload, to: trace)
    ended.insert(trace)
    return number
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    guard cursor.rawValue <= list.count else {
      throw BufferError(.cursorAhead, trace: trace, context: "cursor \(cursor)")
    }
    return list.enumerated().dropFirst(cursor.rawValue).prefix(limit).map { index, payload in
      StreamEvent(trace: trace, sequence: SequenceNumber(rawValue: index + 1), payload: payload)
    }
  }

  func remove(_ trace: TraceID) async {
    traces.remove(trace)
    ended.remove(trace)
    if traces.isEmpty { list = [] }
  }

  private func add(_ payload: StreamEvent.Payload, to trace: TraceID) throws -> SequenceNumber {
    guard traces.contains(trace), !ended.contains(trace) else {
      throw BufferError(.traceFinished, trace: trace, context: "it is not open")
    }
    list.append(payload)
    return SequenceNumber(rawValue: list.count)
  }
}

/// Bug: updates go to the trace that was opened last.
final class CurrentTraceBuffer: StoringBuffer {
  let store = TraceStore()
  private let current = Lock<TraceID?>(nil)

  func open(_ trace: TraceID) async throws {
    try store.open(trace)
    current.withLock { $0 = trace }
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let trace = current.withLock { $0 } ?? trace
    return try store.withOpen(trace) { $0.append(update) }
  }
}

/// Bug: numbers are per trace, but a cursor counts in the one list that holds all traces.
final class GlobalCursorBuffer: StoringBuffer {
  let store = TraceStore()
  private let order = Lock<[StreamEvent]>([])

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.append(update) }
    order.withLock {
      $0.append(StreamEvent(trace: trace, sequence: number, payload: .update(update)))
    }
    return number
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    let number = try store.withOpen(trace) { $0.finish(outcome) }
    order.withLock {
      $0.append(StreamEvent(trace: trace, sequence: number, payload: outcome.payload))
    }
    return number
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    try store.withHeld(trace) { _ = try $0.events(of: trace, after: cursor, limit: limit) }
    let following = order.withLock { $0.dropFirst(cursor.rawValue).filter { $0.trace == trace } }
    return Array(following.prefix(limit))
  }

  func remove(_ trace: TraceID) async {
    store.withRecord(of: trace) { $0 = nil }
    order.withLock { $0.removeAll { $0.trace == trace } }
  }
}
