extension StatusMonitor {
  /// Delivers one trace's events after a cursor until its terminal event is delivered.
  ///
  /// A trace that is not open yet is waited for, as long as the buffer says. A sink to which nothing
  /// is written is left untouched: resuming at the terminal event's own number ends `finished`
  /// without a call. An update that the sink refuses to encode becomes a gap of one, as
  /// ``StatusSink`` says. A cursor that the buffer refuses ends `bufferFailed` at once, with
  /// ``BufferError/Code/otherEpoch``, with ``BufferError/Code/cursorAhead`` or, since a cursor above
  /// zero proves that the trace was there, with ``BufferError/Code/unknownTrace``.
  ///
  /// The sink stays where it is, so it is called by the caller's own task, and in Swift 6.3 nothing can
  /// be kept from a task's cancellation. If that is cancelled, so is the closing of the sink: a transport
  /// that refuses what a cancelled task writes, as SwiftNIO's async writer does, never gets the end of
  /// the output. And nobody can end a send that takes for ever but whoever cancels the task. Both are
  /// promised by delivery with a sink that is given away, or lent with time-outs,
  /// ``deliver(_:after:to:sendTimeout:closeTimeout:)->(_,_)``, which servers should use.
  ///
  /// - Parameters:
  ///   - trace: the trace to follow.
  ///   - cursor: that of the last event that the viewer has, zero for none.
  ///   - sink: where the events go; it is closed at the end unless it failed.
  public func deliver<Sink: StatusSink>(
    _ trace: TraceID, after cursor: Cursor = .zero, to sink: inout Sink
  ) async -> Delivery<Cursor> {
    await run(makeDelivery(of: trace, after: cursor, to: sink), givingBackTo: &sink)
  }

  @inline(never)
  private func makeDelivery<Sink: StatusSink>(
    of trace: TraceID, after cursor: Cursor, to sink: Sink, within limits: DeliveryLimits? = nil
  ) -> any BoundDelivery<Sink, Cursor> {
    makeDelivery(from: source(of: trace, after: cursor), to: sink, within: limits)
  }

  @inline(never)
  func makeDelivery<Source: EventSource, Sink: StatusSink>(
    from source: Source, to sink: Sink, within limits: DeliveryLimits? = nil
  ) -> any BoundDelivery<Sink, Source.Place> {
    DeliveryBox(DeliveryLoop(from: source, to: sink, pace: pace, clock: clock), within: limits)
  }

  /// The sink is not passed on by its own address: one without state has none, which a build for the
  /// thread sanitizer looks at nevertheless.
  func run<Sink: StatusSink, Place>(
    _ delivery: any BoundDelivery<Sink, Place>, givingBackTo sink: inout Sink
  ) async -> Delivery<Place> {
    let result = await delivery.run()
    sink = delivery.sink
    return result
  }

  var pace: DeliveryPace {
    // Beats that are due as soon as one is written would keep a thread from everything else.
    DeliveryPace(
      interval: wakeup.interval, beat: heartbeatInterval?.finiteInterval(notBelow: .milliseconds(1))
    )
  }
}

extension StatusMonitor where Buffer == StatusBuffer {
  /// Delivers every trace's events until the buffer is closed and all its traces have ended.
  ///
  /// Events of one trace come in their order; traces take turns in the order of their changes. A
  /// trace that is removed before its end stops where it was, and one that comes and goes between two
  /// looks is delivered as well. Of a viewer that is far behind the buffer keeps no more than 10,000
  /// updates of such traces, and no more bytes than ``StatusBuffer/Limits/bytes``, or 64 MiB where there
  /// is no such limit; of earlier ones there is a gap, then the end, at last without what it said: an
  /// answer is empty then, with `"omitted": "answer"` in its metadata. If an id is used again, the
  /// second run follows the first from its first event.
  ///
  /// - Parameters:
  ///   - cursors: for traces that the viewer has followed before, the last event that it has, best as
  ///     an earlier delivery has returned it: then a run is told from another under the same id.
  ///   - sink: where the events go; it is closed at the end unless it failed.
  public func deliverAll<Sink: StatusSink>(
    after cursors: TraceCursors = [:], to sink: inout Sink
  ) async -> Delivery<TraceCursors> {
    await run(
      makeDelivery(from: AllTracesSource(buffer: buffer, after: cursors), to: sink),
      givingBackTo: &sink)
  }
}

extension StatusMonitor {
  /// Delivers one trace's events with a sink that is lent, in tasks of the delivery's own where it has to.
  ///
  /// It promises what delivery with a sink that is given away does, and takes one that can't be given
  /// away because it holds what the caller was lent itself, as Hummingbird lends the writer of a body:
  ///
  /// <!-- example in ResponseExample -->
  /// ```swift
  /// try await respond { writer in
  ///   var output = writer
  ///   var sink = EventStreamSink(profile: .resumable) { try await output.write($0) }
  ///   let delivery = await StatusMonitor(buffer: buffer)
  ///     .deliver("run-1", to: &sink, sendTimeout: .seconds(30))
  ///   // Of a client that takes nothing the output can't be finished: drop the connection.
  ///   if case .sinkStalled = delivery.ending { throw CancellationError() }
  ///   try await writer.finish()
  /// }
  /// ```
  ///
  /// The sink is used by one task at a time, as that of the caller waits.
  ///
  /// - Parameters:
  ///   - trace: the trace to follow.
  ///   - cursor: that of the last event that the viewer has, zero for none.
  ///   - sink: where the events go; it is closed at the end unless it failed or stalled.
  ///   - sendTimeout: how long a send or a heartbeat may take before the delivery ends
  ///     ``DeliveryEnding/sinkStalled``. Less than a millisecond counts as one; `nil`, a century and more
  ///     as for ever.
  ///   - closeTimeout: how long closing may take, likewise.
  @concurrent
  public func deliver<Sink: StatusSink>(
    _ trace: TraceID, after cursor: Cursor = .zero, to sink: inout Sink,
    sendTimeout: Duration?, closeTimeout: Duration = .seconds(5)
  ) async -> Delivery<Cursor> {
    await deliver(
      from: source(of: trace, after: cursor), lending: &sink,
      within: DeliveryLimits(send: sendTimeout, close: closeTimeout))
  }

  /// Delivers with a sink that is lent.
  ///
  /// What a caller can lend to something that runs on no actor, no actor can reach; and the caller's own
  /// task waits here until the tasks that have the sink have ended. So it may be sent to them.
  @concurrent
  func deliver<Sink: StatusSink>(
    from source: BoundSource, lending sink: inout Sink, within limits: DeliveryLimits
  ) async -> Delivery<Cursor> {
    nonisolated(unsafe) let lent = sink
    let (delivery, returned) = await unsafe deliver(from: source, to: lent, within: limits)
    sink = returned
    return delivery
  }
}

extension StatusMonitor {
  /// Delivers one trace's events with a sink that is given away, and gives the sink back.
  ///
  /// It delivers as ``deliver(_:after:to:)`` does with an `inout` sink, and keeps two promises that need
  /// tasks of the delivery's own. The sink is closed in one that is not cancelled if the caller is,
  /// so that a transport that refuses whatever a cancelled task writes, as SwiftNIO's does,
  /// ends its output properly; if closing fails, the ending says so. And a client that takes nothing
  /// can't keep the delivery for ever: with a `sendTimeout` the sink is called in a task that can be
  /// cancelled by itself, which takes more memory than a delivery without until nothing has been sent for
  /// a second or two.
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
  /// The tasks run on the caller's task executor, if it prefers one, so that a simulation has them too; on
  /// Apple's platforms before those of 2026 (macOS 26.4) that can't be found out, and they run on the
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
  @concurrent
  public func deliver<Sink: StatusSink>(
    _ trace: TraceID, after cursor: Cursor = .zero, to sink: sending Sink,
    sendTimeout: Duration? = nil, closeTimeout: Duration = .seconds(5)
  ) async -> sending (delivery: Delivery<Cursor>, sink: Sink) {
    let limits = DeliveryLimits(send: sendTimeout, close: closeTimeout)
    let delivery = makeDelivery(of: trace, after: cursor, to: sink, within: limits)
    return (await delivery.run(), delivery.sink)
  }

  // Not a frame of its own on the task's stack.
  @inline(__always)
  func deliver<Sink: StatusSink>(
    from source: BoundSource, to sink: sending Sink, within limits: DeliveryLimits
  ) async -> sending (delivery: Delivery<Cursor>, sink: Sink) {
    let delivery = makeDelivery(from: source, to: sink, within: limits)
    return (await delivery.run(), delivery.sink)
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
  @concurrent
  public func deliverAll<Sink: StatusSink>(
    after cursors: TraceCursors = [:], to sink: sending Sink,
    sendTimeout: Duration? = nil, closeTimeout: Duration = .seconds(5)
  ) async -> sending (delivery: Delivery<TraceCursors>, sink: Sink) {
    let limits = DeliveryLimits(send: sendTimeout, close: closeTimeout)
    let delivery = makeDelivery(
      from: AllTracesSource(buffer: buffer, after: cursors), to: sink, within: limits)
    return (await delivery.run(), delivery.sink)
  }
}
