internal import StateLocking

extension StatusMonitor {
  /// A viewer that was admitted: one trace from one cursor on, to be delivered.
  ///
  /// It holds its place among the viewers of the buffer, and what it is to see, until it is
  /// delivered or nobody holds it any more; so a trace that is removed between the answer's head and
  /// its body is delivered nevertheless. It is delivered once. If it is delivered again, that is
  /// another viewer, who begins at the same cursor and comes in or not like any other.
  public struct Viewing: Sendable {
    /// The trace that the viewer sees.
    public let trace: TraceID
    /// That of the last event that the viewer has, zero for none.
    public let cursor: Cursor

    let monitor: StatusMonitor
    private let reservation: Reservation

    init(trace: TraceID, cursor: Cursor, monitor: StatusMonitor, source: BoundSource?) {
      self.trace = trace
      self.cursor = cursor
      self.monitor = monitor
      reservation = Reservation(source)
    }

    /// Delivers the trace's events after the cursor, as ``StatusMonitor/deliver(_:after:to:)`` does.
    ///
    /// - Parameter sink: where the events go; it is closed at the end unless it failed.
    public func deliver<Sink: StatusSink>(to sink: inout Sink) async -> Delivery<Cursor> {
      await monitor.run(loop(to: sink), givingBackTo: &sink)
    }

    @inline(never)
    private func loop<Sink>(to sink: Sink) -> BoundLoop<Sink> {
      monitor.loop(from: takeSource(), to: sink)
    }

    /// What is held, or else another viewer's source.
    func takeSource() -> BoundSource {
      reservation.take() ?? monitor.source(of: trace, after: cursor)
    }
  }

  /// Keeps a source, and with it the viewer's place, until the first delivery.
  private final class Reservation: Sendable {
    private let source: Lock<BoundSource?>

    init(_ source: BoundSource?) {
      self.source = Lock(source)
    }

    func take() -> BoundSource? {
      source.withLock { source in
        let taken = source
        source = nil
        return taken
      }
    }
  }
}
