import StateLocking
import StatusStreaming

// What takes two things to meet that seldom do.

/// Bug: what is removed is all that begins with the name.
final class PrefixRemovingBuffer: StoringBuffer {
  let store = TraceStore()
  private let names = Lock<Set<TraceID>>([])

  func open(_ trace: TraceID) async throws {
    try store.open(trace)
    names.withLock { _ = $0.insert(trace) }
  }

  func remove(_ trace: TraceID) async {
    let gone = names.withLock { names in
      let gone = names.filter { $0.rawValue.hasPrefix(trace.rawValue) }
      names.subtract(gone)
      return gone
    }
    for name in gone { store.withRecord(of: name) { $0 = nil } }
  }
}

/// Bug: equal texts are held once, and texts are equal that differ in their bytes.
final class InterningBuffer: StoringBuffer {
  let store = TraceStore()
  private let texts = Lock<Set<String>>([])

  func append(_ update: StatusUpdate, to trace: TraceID) async throws -> SequenceNumber {
    var update = update
    update.message = update.message.map { message in
      texts.withLock { $0.insert(message).memberAfterInsert }
    }
    return try store.withOpen(trace) { [update] in $0.append(update) }
  }
}

/// Bug: who has the number of the end is told that there is nothing more, whatever history it counts.
struct EarlyAnswerBuffer: StoringBuffer {
  let store = TraceStore()
  let epoch: Epoch? = "b7"

  func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) async throws -> [StreamEvent] {
    try store.withHeld(trace) { record in
      if record.outcome != nil, place.number.rawValue == record.newest { return [] }
      let cursor = try place.number(in: epoch, of: trace)
      return try record.events(of: trace, after: cursor, limit: limit).map { event in
        var event = event
        event.epoch = epoch
        return event
      }
    }
  }
}
