import StatusStreaming

/// A trace as a simple buffer keeps it.
struct TraceRecord: Sendable {
  /// How many updates are kept at most.
  var capacity = Int.max
  /// How many updates are gone.
  var dropped = 0
  var updates: [StatusUpdate] = []
  var outcome: TraceOutcome?

  /// The number of the last event.
  var newest: Int { dropped + updates.count + (outcome == nil ? 0 : 1) }

  mutating func append(_ update: StatusUpdate) -> SequenceNumber {
    if updates.count == capacity {
      updates.removeFirst()
      dropped += 1
    }
    updates.append(update)
    return SequenceNumber(rawValue: newest)
  }

  mutating func finish(_ outcome: TraceOutcome) -> SequenceNumber {
    self.outcome = outcome
    return SequenceNumber(rawValue: newest)
  }

  /// What is kept, without gaps.
  func kept(as trace: TraceID) -> [StreamEvent] {
    kept(as: trace, after: 0, limit: .max)
  }

  /// No more than a limit of what is kept behind a number, without gaps.
  private func kept(as trace: TraceID, after cursor: Int, limit: Int) -> [StreamEvent] {
    // Not by way of all that is kept: a page of a long trace would take as long as the trace.
    let first = max(dropped, cursor) + 1
    var events: [StreamEvent] = []
    for number in first..<max(first, newest + 1) {
      if events.count == limit { break }
      let place = number - dropped - 1
      let payload = place < updates.count ? .update(updates[place]) : outcome?.payload
      guard let payload else { break }
      events.append(
        StreamEvent(
          trace: trace, sequence: SequenceNumber(rawValue: number), payload: payload))
    }
    return events
  }

  /// A gap for what is gone after a number, if anything is.
  func gap(in trace: TraceID, after cursor: SequenceNumber) -> StreamEvent? {
    let lost = dropped - cursor.rawValue
    guard lost > 0 else { return nil }
    return StreamEvent(
      trace: trace, sequence: SequenceNumber(rawValue: dropped), payload: .gap(lost: lost))
  }

  func events(
    of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    let events = try eventsWithoutGap(of: trace, after: cursor, limit: limit)
    let gap = gap(in: trace, after: cursor).map { [$0] } ?? []
    return Array((gap + events).prefix(limit))
  }

  func eventsWithoutGap(
    of trace: TraceID, after cursor: SequenceNumber, limit: Int
  ) throws -> [StreamEvent] {
    guard cursor.rawValue <= newest else {
      throw BufferError(.cursorAhead, trace: trace, context: "cursor \(cursor), newest \(newest)")
    }
    return kept(as: trace, after: cursor.rawValue, limit: limit)
  }
}
