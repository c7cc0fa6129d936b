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
      await monitor.run(makeDelivery(to: sink), givingBackTo: &sink)
    }

    /// Delivers the trace's events after the cursor with a sink that is given away, and gives it back.
    ///
    /// It promises what ``StatusMonitor/deliver(_:after:to:sendTimeout:closeTimeout:)->(_,_)`` does.
    ///
    /// - Parameters:
    ///   - sink: where the events go; it is closed at the end unless it failed or stalled.
    ///   - sendTimeout: how long a send or a heartbeat may take before the delivery ends
    ///     ``DeliveryEnding/sinkStalled``. Less than a millisecond counts as one; `nil`, a century and
    ///     more as for ever.
    ///   - closeTimeout: how long closing may take, likewise.
    /// - Returns: what became of the delivery, and the sink.
    @concurrent
    public func deliver<Sink: StatusSink>(
      to sink: sending Sink, sendTimeout: Duration? = nil, closeTimeout: Duration = .seconds(5)
    ) async -> sending (delivery: Delivery<Cursor>, sink: Sink) {
      await monitor.deliver(
        from: takeSource(), to: sink,
        within: DeliveryLimits(send: sendTimeout, close: closeTimeout))
    }

    /// Delivers the trace's events after the cursor with a sink that is lent.
    ///
    /// - Parameters:
    ///   - sink: where the events go; it is closed at the end unless it failed or stalled. It may hold
    ///     what the caller was lent itself, as a server's `inout` body writer is.
    ///   - sendTimeout: how long a send or a heartbeat may take before the delivery ends
    ///     ``DeliveryEnding/sinkStalled``. Less than a millisecond counts as one; `nil`, a century and
    ///     more as for ever.
    ///   - closeTimeout: how long closing may take, likewise.
    @concurrent
    public func deliver<Sink: StatusSink>(
      to sink: inout Sink, sendTimeout: Duration?, closeTimeout: Duration = .seconds(5)
    ) async -> Delivery<Cursor> {
      await monitor.deliver(
        from: takeSource(), lending: &sink,
        within: DeliveryLimits(send: sendTimeout, close: closeTimeout))
    }

    @inline(never)
    private func makeDelivery<Sink: StatusSink>(to sink: Sink) -> any BoundDelivery<Sink, Cursor> {
      monitor.makeDelivery(from: takeSource(), to: sink)
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

/// Tells once what became of a delivery, at the latest when nobody holds it any more.
final class DeliveryReport: Sendable {
  private let delivery: Lock<Delivery<Cursor>?>
  private let receiver: (@Sendable (Delivery<Cursor>) -> Void)?

  init(cursor: Cursor, to receiver: (@Sendable (Delivery<Cursor>) -> Void)?) {
    delivery = Lock(Delivery(cursor: cursor, ending: .cancelled))
    self.receiver = receiver
  }

  deinit {
    if let delivery = take() { receiver?(delivery) }
  }

  /// Takes note of how far the delivery has come, and of what its viewer misses.
  func note(cursor: Cursor, untoldLosses: Int) {
    delivery.withLock { delivery in
      delivery?.cursor = cursor
      delivery?.untoldLosses = untoldLosses
    }
  }

  /// Tells what became of the delivery.
  func end(_ delivery: Delivery<Cursor>) {
    if take() != nil { receiver?(delivery) }
  }

  private func take() -> Delivery<Cursor>? {
    delivery.withLock { delivery in
      let taken = delivery
      delivery = nil
      return taken
    }
  }
}
