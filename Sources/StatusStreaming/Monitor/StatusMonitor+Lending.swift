extension StatusMonitor {
  /// Delivers one trace's events with a sink that is lent, in a task of the delivery's own.
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
