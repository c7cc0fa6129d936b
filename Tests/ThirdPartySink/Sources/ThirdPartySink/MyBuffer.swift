import StatusStreaming

/// A list of events for each trace.
package actor MyBuffer: StatusBuffering {
  package enum Refusal: Error {
    case exists, unknown, finished, ahead
  }

  private var traces: [TraceID: [StreamEvent]] = [:]

  package init() {}

  package func open(_ trace: TraceID) throws {
    guard traces[trace] == nil else { throw Refusal.exists }
    traces[trace] = []
  }

  package func append(_ update: StatusUpdate, to trace: TraceID) throws -> SequenceNumber {
    try add(.update(update), to: trace)
  }

  package func finish(
    _ trace: TraceID, with outcome: TraceOutcome
  ) throws -> SequenceNumber {
    try add(outcome.payload, to: trace)
  }

  package func events(
    of trace: TraceID, after place: Cursor, limit: Int
  ) throws -> [StreamEvent] {
    let cursor = try place.number(in: nil, of: trace)
    guard let events = traces[trace] else { throw Refusal.unknown }
    guard cursor.rawValue <= events.count else { throw Refusal.ahead }
    return Array(events.dropFirst(cursor.rawValue).prefix(limit))
  }

  package func remove(_ trace: TraceID) {
    traces[trace] = nil
  }

  private func add(_ payload: StreamEvent.Payload, to trace: TraceID) throws -> SequenceNumber {
    guard let events = traces[trace] else { throw Refusal.unknown }
    guard events.last?.payload.isTerminal != true else { throw Refusal.finished }
    let number = SequenceNumber(rawValue: events.count + 1)
    traces[trace]?.append(StreamEvent(trace: trace, sequence: number, payload: payload))
    return number
  }
}
