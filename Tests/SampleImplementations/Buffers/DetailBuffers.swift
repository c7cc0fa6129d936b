import StateLocking
import StatusConformance
import StatusStreaming

/// Bug: who waits is kept by what is waited for, so that the second one at a place takes that of the
/// first, who is never woken.
final class PlaceWakingBuffer: StoringBuffer, StatusWaking {
  private struct Place: Hashable {
    let trace: TraceID
    let number: SequenceNumber
  }

  let store = TraceStore()
  private let waiting = Lock<[Place: CheckedContinuation<Void, Never>]>([:])

  func open(_ trace: TraceID) async throws {
    try store.open(trace)
    wake(trace)
  }

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    defer { wake(trace) }
    return try store.withOpen(trace) { $0.append(update) }
  }

  func finish(_ trace: TraceID, with outcome: TraceOutcome) async throws -> SequenceNumber {
    defer { wake(trace) }
    return try store.withOpen(trace) { $0.finish(outcome) }
  }

  func remove(_ trace: TraceID) async {
    store.withRecord(of: trace) { $0 = nil }
    wake(trace)
  }

  func awaitEvents(of trace: TraceID, after cursor: Cursor) async throws {
    let place = Place(trace: trace, number: try cursor.number(in: nil, of: trace))
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let goesOn = waiting.withLock { waiting in
          if Task.isCancelled || hasMore(than: place) { return true }
          waiting[place] = continuation
          return false
        }
        if goesOn { continuation.resume() }
      }
    } onCancel: {
      waiting.withLock { $0.removeValue(forKey: place) }?.resume()
    }
    try Task.checkCancellation()
  }

  private func hasMore(than place: Place) -> Bool {
    store.withRecord(of: place.trace) { record in
      guard let record else { return place.number > .zero }
      return record.outcome != nil || record.newest > place.number.rawValue
    }
  }

  private func wake(_ trace: TraceID) {
    let woken = waiting.withLock { waiting in
      let places = waiting.keys.filter { $0.trace == trace }.sorted { $0.number < $1.number }
      return places.compactMap { waiting.removeValue(forKey: $0) }
    }
    for continuation in woken { continuation.resume() }
  }
}

/// Correct: a log of two segments of four updates, of which the older one goes as a whole when a ninth
/// update comes.
struct SegmentedBuffer: StoringBuffer {
  let store = TraceStore()

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    try store.withOpen(trace) { record in
      if record.updates.count == 8 {
        record.updates.removeFirst(4)
        record.dropped += 4
      }
      return record.append(update)
    }
  }
}

/// Bug: gives three events at most, however many it is asked for.
struct TricklingBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    try record.events(of: trace, after: cursor, limit: min(limit, 3))
  }
}
