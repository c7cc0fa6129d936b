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
  /// ``deliver(_:after:to:sendTimeout:closeTimeout:)``, which servers should use.
  ///
  /// - Parameters:
  ///   - trace: the trace to follow.
  ///   - cursor: that of the last event that the viewer has, zero for none.
  ///   - sink: where the events go; it is closed at the end unless it failed.
  public func deliver<Sink: StatusSink>(
    _ trace: TraceID, after cursor: Cursor = .zero, to sink: inout Sink
  ) async -> Delivery<Cursor> {
    await run(box(delivering: trace, after: cursor, to: sink), givingBackTo: &sink)
  }

  @inline(never)
  private func box<Sink>(
    delivering trace: TraceID, after cursor: Cursor, to sink: Sink
  ) -> BoundBox<Sink> {
    box(from: source(of: trace, after: cursor), to: sink)
  }

  @inline(never)
  func box<Source, Sink>(
    from source: Source, to sink: Sink, timer: SinkTimer? = nil
  ) -> DeliveryBox<Source, Sink, C> {
    DeliveryBox(DeliveryLoop(from: source, to: sink, pace: pace, clock: clock, timer: timer))
  }

  /// The sink is not passed on by its own address: one without state has none, which a build for the
  /// thread sanitizer looks at nevertheless.
  func run<Source, Sink>(
    _ box: DeliveryBox<Source, Sink, C>, givingBackTo sink: inout Sink
  ) async -> Delivery<Source.Place> {
    var end = await box.loop.run()
    let reason = end.ending
    if !end.isSinkDead, box.loop.isToBeClosed(after: end.ending),
      let error = await box.loop.close()
    {
      end = Outlet<Sink, C>.death(by: error)
    }
    sink = box.loop.outlet.sink
    return box.loop.conclude(end.ending, closedFor: reason)
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
  /// updates of such traces; of earlier ones there is a gap, then the end. If an id is used again, the
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
      box(from: AllTracesSource(buffer: buffer, after: cursors), to: sink), givingBackTo: &sink)
  }
}
