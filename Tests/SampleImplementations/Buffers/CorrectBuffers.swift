import StateLocking
import StatusStreaming

/// Correct: an actor with an array for each trace.
actor ArrayBuffer: StatusBuffering {
  private var logs: [TraceID: [StreamEvent]] = [:]

  func open(_ trace: TraceID) async throws {
    guard logs[trace] == nil else {
      throw BufferError(.traceExists, trace: trace, context: "it is held")
    }
    logs[trace] = []
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try add(.update(update), to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try add(outcome.payload, to: trace)
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    guard let log = logs[trace] else {
      throw BufferError(.unknownTrace, trace: trace, context: "it is not held")
    }
    guard cursor.rawValue <= log.count else {
      throw BufferError(.cursorAhead, trace: trace, context: "cursor \(cursor)")
    }
    return Array(log.dropFirst(cursor.rawValue).prefix(limit))
  }

  func remove(_ trace: TraceID) async {
    logs[trace] = nil
  }

  private func add(
    _ payload: StreamEvent.Payload, to trace: TraceID
  ) throws -> SequenceNumber {
    guard let log = logs[trace] else {
      throw BufferError(.unknownTrace, trace: trace, context: "it is not held")
    }
    guard log.last?.payload.isTerminal != true else {
      throw BufferError(.traceFinished, trace: trace, context: "it has ended")
    }
    let number = SequenceNumber(rawValue: log.count + 1)
    logs[trace]?.append(StreamEvent(trace: trace, sequence: number, payload: payload))
    return number
  }
}

/// Correct: one list that only grows, with an index of each trace's places in it.
final class IndexedListBuffer: StatusBuffering {
  private struct State {
    var list: [StreamEvent.Payload] = []
    var places: [TraceID: [Int]] = [:]
    var ended: Set<TraceID> = []
  }

  /// Why a call is refused.
  private struct Refusal: Error {
    let reason: String
  }

  private let state = Lock(State())

  func open(_ trace: TraceID) async throws {
    try state.withLock { state in
      guard state.places[trace] == nil else { throw Refusal(reason: "\(trace) exists") }
      state.places[trace] = []
    }
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try add(.update(update), to: trace)
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    try add(outcome.payload, to: trace)
  }

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    return try state.withLock { state in
      guard let places = state.places[trace], places.count >= cursor.rawValue else {
        throw Refusal(reason: "\(trace) has no number \(cursor)")
      }
      return places.enumerated().dropFirst(cursor.rawValue).prefix(limit).map { index, place in
        StreamEvent(
          trace: trace, sequence: SequenceNumber(rawValue: index + 1), payload: state.list[place])
      }
    }
  }

  func remove(_ trace: TraceID) async {
    state.withLock { state in
      state.places[trace] = nil
      state.ended.remove(trace)
    }
  }

  private func add(
    _ payload: StreamEvent.Payload, to trace: TraceID
  ) throws -> SequenceNumber {
    try state.withLock { state in
      guard let count = state.places[trace]?.count, !state.ended.contains(trace) else {
        throw Refusal(reason: "\(trace) is not open")
      }
      state.places[trace]?.append(state.list.count)
      state.list.append(payload)
      if payload.isTerminal { state.ended.insert(trace) }
      return SequenceNumber(rawValue: count + 1)
    }
  }
}

/// Correct: a value around a store that keeps the newest updates and tells of the others by a gap.
struct RingBuffer: StoringBuffer {
  let store: TraceStore
}
