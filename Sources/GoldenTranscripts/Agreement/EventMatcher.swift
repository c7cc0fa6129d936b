import StatusStreaming

/// Goes through a run's events as a connection shows them one after the other.
struct EventMatcher {
  private let projection: Projection
  private var rest: [TraceID: ArraySlice<StreamEvent>] = [:]
  /// The traces in the order in which they begin.
  private var traces: [TraceID] = []
  /// That of the last event of each trace that was shown.
  private(set) var cursors: [TraceID: Cursor]

  /// - Parameters:
  ///   - events: all events of the run.
  ///   - trace: the only trace that the connection is about, `nil` for all.
  ///   - cursors: for each trace, after which event the connection begins.
  ///   - projection: what the connection shows.
  init(
    _ events: [StreamEvent], of trace: TraceID?, after cursors: [TraceID: Cursor],
    as projection: Projection
  ) {
    self.projection = projection
    self.cursors = cursors
    for event in events where trace == nil || event.trace == trace {
      if !traces.contains(event.trace) { traces.append(event.trace) }
      if event.sequence > cursors[event.trace]?.number ?? .zero {
        rest[event.trace, default: []].append(event)
      }
    }
  }

  /// The event that has to be shown next, in the first trace that has any left.
  var next: StreamEvent? {
    traces.lazy.compactMap { rest[$0]?.first { projection.observed($0) != nil } }.first
  }

  /// Takes what was shown.
  ///
  /// - Returns: The event that it is about; the one after it if it is a gap.
  /// - Throws: What should have been shown in its place.
  mutating func take(_ observed: ObservedEvent) throws(Mismatch) -> StreamEvent {
    guard let trace = observed.trace ?? traces.first else { throw Mismatch(expected: nil) }
    if case .gap(let lost) = observed.content { return try skip(lost, of: trace, observed) }
    while let event = rest[trace]?.popFirst() {
      cursors[trace] = event.cursor
      guard let expected = projection.observed(event) else { continue }
      guard expected.matches(observed) else { throw Mismatch(expected: event) }
      return event
    }
    throw Mismatch(expected: nil)
  }

  private mutating func skip(
    _ lost: Int, of trace: TraceID, _ observed: ObservedEvent
  ) throws(Mismatch) -> StreamEvent {
    let events = rest[trace] ?? []
    guard lost > 0 else { throw Mismatch(expected: events.first) }
    let after = events.dropFirst(lost)
    guard let last = events.prefix(lost).last, let event = after.first else {
      throw Mismatch(expected: events.first)
    }
    // A gap has the number of the last event that it replaces and the time of the one after it.
    let gap = StreamEvent(
      trace: trace, sequence: last.sequence, epoch: last.epoch, time: event.time,
      payload: .gap(lost: lost))
    guard projection.observed(gap)?.matches(observed) == true else {
      throw Mismatch(expected: events.first)
    }
    rest[trace] = after
    cursors[trace] = last.cursor
    return event
  }

  /// A connection that shows something else than what happened.
  struct Mismatch: Error {
    let expected: StreamEvent?
  }
}

extension ObservedEvent {
  /// Whether both are the same to the byte: equal strings may still be spelled differently, and the
  /// difference is one that a wire must not make.
  package func matches(_ other: ObservedEvent) -> Bool {
    self == other && content.texts == other.content.texts
  }
}

extension ObservedEvent.Content {
  /// The bytes of all strings.
  package var texts: [UInt8] {
    var bytes: [UInt8] = []
    switch self {
    case .update(let update):
      bytes += (update.message ?? "").utf8
      if case .steps(let steps) = update.roadmap {
        for step in steps { step.appendJSON(to: &bytes) }
      }
    case .gap, .complete(nil): break
    case .complete(let answer?): answer.appendJSON(to: &bytes)
    case .failed(let message): bytes += message.utf8
    case .cancelled(let reason): bytes += reason.utf8
    }
    return bytes
  }
}
