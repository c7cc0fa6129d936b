import StatusStreaming

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
