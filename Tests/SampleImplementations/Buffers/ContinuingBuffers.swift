import StatusStreaming

/// Bug: the limit is ignored.
struct UnlimitedBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    try record.events(of: trace, after: cursor, limit: .max)
  }
}

/// Bug: a number that the buffer does not know starts from the beginning.
struct RestartingBuffer: StoringBuffer {
  let store = TraceStore()

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    let known = cursor.rawValue <= record.newest ? cursor : .zero
    return try record.events(of: trace, after: known, limit: limit)
  }
}

/// Bug: the gap counts all that was ever dropped, not what this viewer has missed.
struct TotalGapBuffer: StoringBuffer {
  let store: TraceStore

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    try record.events(of: trace, after: cursor, limit: limit).map { event in
      var event = event
      if case .gap = event.payload { event.payload = .gap(lost: record.dropped) }
      return event
    }
  }
}

/// Bug: every read begins with the gap, also that of a viewer who has missed nothing.
struct RepeatedGapBuffer: StoringBuffer {
  let store: TraceStore

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    var events = try record.events(of: trace, after: cursor, limit: limit)
    if let gap = record.gap(in: trace, after: .zero), events.first?.payload != gap.payload {
      events.insert(gap, at: 0)
    }
    return Array(events.prefix(limit))
  }
}

/// Bug: the gap comes on top of the limit.
struct ExtraGapBuffer: StoringBuffer {
  let store: TraceStore

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    let gap = record.gap(in: trace, after: cursor).map { [$0] } ?? []
    return gap + (try record.eventsWithoutGap(of: trace, after: cursor, limit: limit))
  }
}

/// Bug: a number whose successors are gone is taken for one that was never there.
struct ForgettingNumbersBuffer: StoringBuffer {
  let store: TraceStore

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    if cursor > .zero, record.gap(in: trace, after: cursor) != nil {
      throw BufferError(.cursorAhead, trace: trace, context: "cursor \(cursor)")
    }
    return try record.events(of: trace, after: cursor, limit: limit)
  }
}

/// Bug: whoever is behind what is kept gets an error instead of a gap, and never anything again.
struct RejectingRingBuffer: StoringBuffer {
  let store: TraceStore

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    guard record.gap(in: trace, after: cursor) == nil else {
      throw BufferError(.full, trace: trace, context: "nothing is left after \(cursor)")
    }
    return try record.events(of: trace, after: cursor, limit: limit)
  }
}

/// Bug: room is made for the gap by leaving out the newest update.
struct CrowdedGapBuffer: StoringBuffer {
  let store: TraceStore

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    let events = try record.events(of: trace, after: cursor, limit: limit)
    if case .gap = events.first?.payload, events.count > 2 { return events.dropLast() }
    return events
  }
}

/// Bug: a ring that overwrites the oldest updates in silence.
struct SilentRingBuffer: StoringBuffer {
  let store: TraceStore

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    try record.eventsWithoutGap(of: trace, after: cursor, limit: limit)
  }
}

/// Bug: the gap says that something is missing, but not how much.
struct VagueGapBuffer: StoringBuffer {
  let store: TraceStore

  func events(
    in record: TraceRecord, of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    try record.events(of: trace, after: cursor, limit: limit).map { event in
      var event = event
      if case .gap = event.payload { event.payload = .gap(lost: 1) }
      return event
    }
  }
}
