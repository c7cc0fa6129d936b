extension StatusMonitor {
  /// Delivers one trace's events with a sink that is given away, in a task of its own, and gives the
  /// sink back.
  ///
  /// It delivers as ``deliver(_:after:to:)`` does with an `inout` sink, and keeps two promises that need
  /// a task of the sink's own. The sink is closed outside of the cancelled task if the caller is
  /// cancelled, so that a transport that refuses whatever a cancelled task writes, as SwiftNIO's does,
  /// ends its output properly; if closing fails, the ending says so. And a client that takes nothing
  /// can't keep the delivery for ever.
  ///
  /// <!-- example in ServerExample, then expectEnd(of: delivery) -->
  /// ```swift
  /// let monitor = StatusMonitor(buffer: buffer)
  /// let (delivery, _) = await monitor.deliver(
  ///   "run-1", to: EventStreamSink(profile: .resumable, writer: writer), sendTimeout: .seconds(30))
  /// ```
  ///
  /// A time-out cancels what the sink is doing and waits for it to end, since nothing else may happen to
  /// the sink meanwhile. A transport that ignores cancellation ends it when the server drops the
  /// connection, which has to be done elsewhere: by an idle time-out of the server's, say.
  ///
  /// The task runs on the caller's task executor, if it prefers one, so that a simulation has it too; on
  /// Apple's platforms before those of 2026 (macOS 26.4) that can't be found out, and it runs on the
  /// default executor.
  ///
  /// - Parameters:
  ///   - trace: the trace to follow.
  ///   - cursor: that of the last event that the viewer has, zero for none.
  ///   - sink: where the events go; it is closed at the end unless it failed or stalled.
  ///   - sendTimeout: how long a send or a heartbeat may take before the delivery ends
  ///     ``DeliveryEnding/sinkStalled``. Less than a millisecond counts as one; `nil`, a century and more
  ///     as for ever.
  ///   - closeTimeout: how long closing may take, likewise.
  /// - Returns: what became of the delivery, and the sink.
  public func deliver<Sink: StatusSink>(
    _ trace: TraceID, after cursor: Cursor = .zero, to sink: sending Sink,
    sendTimeout: Duration? = nil, closeTimeout: Duration = .seconds(5)
  ) async -> sending (delivery: Delivery<Cursor>, sink: Sink) {
    await deliver(
      from: source(of: trace, after: cursor), to: sink,
      within: DeliveryLimits(send: sendTimeout, close: closeTimeout))
  }

  func deliver<Sink: StatusSink>(
    from source: BoundSource, to sink: sending Sink, within limits: DeliveryLimits
  ) async -> sending (delivery: Delivery<Cursor>, sink: Sink) {
    let timer = SinkTimer(limit: limits.send)
    let box = Sent(box(from: source, to: sink, timer: timer))
    let delivery =
      switch box.value {
      case .own(let box): await run(Sent(box), timedBy: timer, closingWithin: limits.close)
      case .other(let box): await run(Sent(box), timedBy: timer, closingWithin: limits.close)
      }
    return (delivery, box.value.sink)
  }

  /// Delivers in a task of the delivery's own.
  private func run<Source, Sink>(
    _ delivery: Sent<DeliveryBox<Source, Sink, C>>, timedBy timer: SinkTimer,
    closingWithin closeLimit: Duration?
  ) async -> Delivery<Source.Place> {
    let tasks = SinkTasks(clock: delivery.value.loop.clock)
    var end = await tasks.run(timedBy: timer, cancellable: true) {
      await delivery.value.loop.run()
    }
    if case .cancelled = end.ending, timer.isStalled {
      end = DeliveryInterruption(ending: .sinkStalled, isSinkDead: true)
    }
    let reason = end.ending
    if !end.isSinkDead, delivery.value.loop.isToBeClosed(after: end.ending) {
      let timer = SinkTimer(limit: closeLimit)
      let failure = await tasks.run(timedBy: timer, cancellable: false) {
        await delivery.value.loop.close(timedBy: timer)
      }
      if let failure {
        end = DeliveryInterruption(ending: timer.isStalled ? .sinkStalled : .sinkFailed(failure))
      }
    }
    return delivery.value.loop.conclude(end.ending, closedFor: reason)
  }
}

extension StatusMonitor where Buffer == StatusBuffer {
  /// Delivers every trace's events with a sink that is given away, and gives the sink back.
  ///
  /// It delivers as ``deliverAll(after:to:)`` does with an `inout` sink, and promises what by-value
  /// delivery of one trace does.
  ///
  /// - Parameters:
  ///   - cursors: for traces that the viewer has followed before, the last event that it has.
  ///   - sink: where the events go; it is closed at the end unless it failed or stalled.
  ///   - sendTimeout: how long a send or a heartbeat may take before the delivery ends
  ///     ``DeliveryEnding/sinkStalled``. Less than a millisecond counts as one; `nil`, a century and more
  ///     as for ever.
  ///   - closeTimeout: how long closing may take, likewise.
  /// - Returns: what became of the delivery, and the sink.
  public func deliverAll<Sink: StatusSink>(
    after cursors: TraceCursors = [:], to sink: sending Sink,
    sendTimeout: Duration? = nil, closeTimeout: Duration = .seconds(5)
  ) async -> sending (delivery: Delivery<TraceCursors>, sink: Sink) {
    let limits = DeliveryLimits(send: sendTimeout, close: closeTimeout)
    let timer = SinkTimer(limit: limits.send)
    let box = Sent(
      box(from: AllTracesSource(buffer: buffer, after: cursors), to: sink, timer: timer))
    let delivery = await run(box, timedBy: timer, closingWithin: limits.close)
    return (delivery, box.value.loop.outlet.sink)
  }
}

/// How long calls of a sink may take.
struct DeliveryLimits {
  let send: Duration?
  let close: Duration?

  init(send: Duration?, close: Duration) {
    self.send = send?.finiteInterval(notBelow: .milliseconds(1))
    self.close = close.finiteInterval(notBelow: .milliseconds(1))
  }
}
