import StatusConformance
import StatusStreaming
import StatusTesting
import Testing

/// The buffer on the front page, whose reader counts from the event that happens to be first.
@Suite(.failing(ShownFailures.check(ofRule: 201)))
enum CappedBufferExample {
  /// A list of the last events of each trace.
  actor CappedBuffer: StatusBuffering {
    struct Refusal: Error {}

    private var traces: [TraceID: [StreamEvent]] = [:]
    private let capacity: Int

    init(capacity: Int) {
      self.capacity = capacity
    }

    func open(_ trace: TraceID) throws {
      guard traces[trace] == nil else { throw Refusal() }
      traces[trace] = []
    }

    func append(_ update: StatusUpdate, to trace: TraceID) throws -> SequenceNumber {
      try add(.update(update), to: trace)
    }

    func finish(_ trace: TraceID, with outcome: TraceOutcome) throws -> SequenceNumber {
      try add(outcome.payload, to: trace)
    }

    func events(of trace: TraceID, after place: Cursor, limit: Int) throws -> [StreamEvent] {
      let cursor = try place.number(in: nil, of: trace).rawValue
      guard let events = traces[trace], cursor <= events.last?.sequence.rawValue ?? 0 else {
        throw Refusal()
      }
      return Array(events.dropFirst(cursor).prefix(limit))
    }

    func remove(_ trace: TraceID) {
      traces[trace] = nil
    }

    private func add(_ payload: StreamEvent.Payload, to trace: TraceID) throws -> SequenceNumber {
      guard let events = traces[trace], events.last?.payload.isTerminal != true else {
        throw Refusal()
      }
      let number = events.last?.sequence.next ?? 1
      traces[trace]?.append(StreamEvent(trace: trace, sequence: number, payload: payload))
      if events.count == capacity, !payload.isTerminal { traces[trace]?.removeFirst() }
      return number
    }
  }
}
