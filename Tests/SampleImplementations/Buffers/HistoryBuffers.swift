import StateLocking
import StatusStreaming

/// Bug: a cursor is taken for its number.
struct EpochBlindBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    of trace: TraceID, after cursor: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    try store.withHeld(trace) { try $0.events(of: trace, after: cursor.number, limit: limit) }
  }
}

/// Bug: a number alone is taken as before, so that clients which came before there were epochs go on.
struct LenientEpochBuffer: StoringBuffer {
  let store = TraceStore()
  let epoch: Epoch? = "b7"

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.epoch == nil ? place.number : place.number(in: epoch, of: trace)
    return try store.withHeld(trace) { record in
      try record.events(of: trace, after: cursor, limit: limit).map { $0.counted(in: epoch) }
    }
  }
}

/// Bug: the number zero is the beginning, whatever history it is of.
struct ZeroEpochBuffer: StoringBuffer {
  let store = TraceStore()
  let epoch: Epoch? = "b7"

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number == .zero ? .zero : place.number(in: epoch, of: trace)
    return try store.withHeld(trace) { record in
      try record.events(of: trace, after: cursor, limit: limit).map { $0.counted(in: epoch) }
    }
  }
}

/// Bug: the epoch is looked at, but no event says which it is.
struct SilentEpochBuffer: StoringBuffer {
  let store = TraceStore()
  let epoch: Epoch? = "b7"

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: epoch, of: trace)
    return try store.withHeld(trace) { try $0.events(of: trace, after: cursor, limit: limit) }
  }
}

/// Correct: a store with an epoch.
struct EpochBuffer: StoringBuffer {
  let store = TraceStore()
  let epoch: Epoch? = "b7"

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    let cursor = try place.number(in: epoch, of: trace)
    return try store.withHeld(trace) { record in
      try record.events(of: trace, after: cursor, limit: limit).map { $0.counted(in: epoch) }
    }
  }
}

/// Bug: the next run under an id is numbered on from the last one.
final class ContinuingBuffer: NumberingBuffer {
  let store = TraceStore()
  let numbers = NumberTable()
  private let newest = Lock<[TraceID: Int]>([:])

  func number(of place: Int, in trace: TraceID) -> Int {
    newest.withLock { newest in
      newest[trace, default: 0] += 1
      return newest[trace] ?? place
    }
  }
}

extension StreamEvent {
  func counted(in epoch: Epoch?) -> StreamEvent {
    var event = self
    event.epoch = epoch
    return event
  }
}
