/// What every encoder has to remember of its connection to keep the rules common to all.
struct ConnectionState: Sendable {
  private enum Phase: Sendable {
    case fresh
    case open(TraceID)
    case ended
  }

  private var phase = Phase.fresh

  var isFresh: Bool { if case .fresh = phase { true } else { false } }
  var isEnded: Bool { if case .ended = phase { true } else { false } }

  /// Refuses an event that may not be on the connection.
  @inline(__always)
  func check(_ event: borrowing StreamEvent) throws(StatusEncodingError) {
    // To make an error takes a function more room on the stack than to see that there is none.
    if case .open(let trace) = phase, event.trace == trace, event.hasUsualNumbers { return }
    try checkClosely(event)
  }

  @inline(never)
  private func checkClosely(_ event: borrowing StreamEvent) throws(StatusEncodingError) {
    try event.checkNumbers()
    switch phase {
    case .fresh: break
    case .open(let trace):
      if event.trace != trace { throw StatusEncodingError(.otherTrace(expected: trace), event) }
    case .ended: throw StatusEncodingError(.ended, event)
    }
  }

  /// Takes note that the connection belongs to a trace, of which nothing was encoded yet.
  ///
  /// - Throws: ``StatusEncodingError`` if it belongs to another one, or has ended.
  mutating func begin(with snapshot: TraceSnapshot) throws(StatusEncodingError) {
    let next = StreamEvent(
      trace: snapshot.trace, sequence: snapshot.cursor.number, payload: .gap(lost: 1))
    try check(next)
    if isFresh { phase = .open(snapshot.trace) }
  }

  /// Takes note of an event that was encoded.
  mutating func note(_ event: borrowing StreamEvent) {
    if event.payload.isTerminal {
      phase = .ended
    } else if isFresh {
      phase = .open(event.trace)
    }
  }

  /// Takes note that the output was closed.
  mutating func end() {
    phase = .ended
  }
}
