import StatusStreaming

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
