import StatusStreaming

/// When something happened to an event.
struct EventTime<Instant: InstantProtocol> where Instant.Duration == Duration {
  /// What tells one event of a run from all others.
  struct Name: Hashable {
    let trace: TraceID
    let sequence: SequenceNumber
  }

  let event: Name
  let time: Instant

  init(_ trace: TraceID, _ sequence: SequenceNumber, at time: Instant) {
    event = Name(trace: trace, sequence: sequence)
    self.time = time
  }

  /// How long each event was on its way, in the order of the arrivals.
  ///
  /// - Parameters:
  ///   - arrivals: those of events that are not among the publications, the ends of traces, don't
  ///     count.
  ///   - publications: each of them has to have arrived.
  static func latencies(of arrivals: [Self], since publications: [Self]) -> [Duration] {
    let starts = Dictionary(uniqueKeysWithValues: publications.map { ($0.event, $0.time) })
    let latencies = arrivals.compactMap { arrival in
      starts[arrival.event].map { $0.duration(to: arrival.time) }
    }
    precondition(
      latencies.count == publications.count,
      "\(latencies.count) updates were delivered, expected \(publications.count)")
    return latencies
  }
}

extension EventTime: Sendable where Instant: Sendable {}

/// A sink that notes when each event arrives and does nothing else.
///
/// A class, and with room for all events from the start: a copy or a growth of the notes in the
/// middle of a run would be taken for latency.
final class NotingSink<C: Clock>: StatusSink where C.Duration == Duration {
  private(set) var arrivals: [EventTime<C.Instant>] = []
  private let clock: C

  init(clock: C, capacity: Int) {
    self.clock = clock
    arrivals.reserveCapacity(capacity)
  }

  func send(_ event: StreamEvent) {
    let time = clock.now
    arrivals.append(EventTime(event.trace, event.sequence, at: time))
  }
}
