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
  /// - Parameters:
  ///   - trace: the trace to follow.
  ///   - cursor: that of the last event that the viewer has, zero for none.
  ///   - sink: where the events go; it is closed at the end unless it failed.
  public func deliver<Sink: StatusSink>(
    _ trace: TraceID, after cursor: Cursor = .zero, to sink: inout Sink
  ) async -> Delivery<Cursor> {
    var outlet = outlet(for: sink)
    defer { sink = outlet.sink }
    // The package's own buffer shares what it holds and wakes its readers without a task.
    if let buffer = buffer as? StatusBuffer {
      let source = TraceSource(buffer: buffer, trace: trace, after: cursor, isViewer: true)
      return await deliver(from: source, to: &outlet)
    }
    let source = BufferingSource(
      buffer: buffer, trace: trace, after: cursor, clock: clock, wait: wakeup.wait)
    return await deliver(from: source, to: &outlet)
  }

  /// The sink is not passed on by its own address: one without state has none, which a build for the
  /// thread sanitizer looks at nevertheless.
  private func outlet<Sink>(for sink: Sink) -> Outlet<Sink, C> {
    Outlet(sink, clock: clock, isTimed: beat != nil)
  }

  private func deliver<Source: EventSource, Sink>(
    from source: Source, to outlet: inout Outlet<Sink, C>
  ) async -> Delivery<Source.Place> {
    var source = source
    let ending = await deliver(from: &source, through: &outlet)
    source.leave()
    return Delivery(cursor: source.place, ending: ending, untoldLosses: outlet.untoldLosses)
  }

  private func deliver<Sink>(
    from source: inout some EventSource, through outlet: inout Outlet<Sink, C>
  ) async -> DeliveryEnding {
    await withDiscardingTaskGroup { group in
      var alarm = Alarm(clock: clock, parker: source.parker)
      let ending = await deliver(from: &source, to: &outlet, &alarm, &group)
      group.cancelAll()
      return ending
    }
  }

  private func deliver<Sink>(
    from source: inout some EventSource, to outlet: inout Outlet<Sink, C>,
    _ alarm: inout Alarm<C>, _ group: inout DiscardingTaskGroup
  ) async -> DeliveryEnding {
    do throws(DeliveryInterruption) {
      var quietSince = clock.now
      while !source.isComplete {
        if let batch = try await read(from: &source) {
          try await outlet.send(batch, of: &source)
          quietSince = clock.now
        } else if source.isDrained {
          throw DeliveryInterruption(ending: .draining)
        } else if !source.isComplete {
          try await idle(&source, since: quietSince, &outlet, &alarm, &group)
        }
      }
      return await outlet.close(.finished)
    } catch {
      return error.isSinkDead ? error.ending : await outlet.close(error.ending)
    }
  }

  private func read(
    from source: inout some EventSource
  ) async throws(DeliveryInterruption) -> EventBatch? {
    if Task.isCancelled { throw DeliveryInterruption(ending: .cancelled) }
    do {
      return try await source.read(limit: batchLimit)
    } catch {
      // A buffer that gives up because the delivery's own task was cancelled has not failed.
      throw DeliveryInterruption(ending: Task.isCancelled ? .cancelled : .bufferFailed(error))
    }
  }

  /// Sends a heartbeat if one is due, else waits until there may be more to do.
  private func idle<Sink>(
    _ source: inout some EventSource, since quietSince: C.Instant, _ outlet: inout Outlet<Sink, C>,
    _ alarm: inout Alarm<C>, _ group: inout DiscardingTaskGroup
  ) async throws(DeliveryInterruption) {
    let heartbeatDue = beat.map { outlet.lastWrite.advanced(by: $0) }
    if let heartbeatDue, heartbeatDue <= clock.now { return try await outlet.heartbeat() }
    let sourceDue = source.timeLeft.map { clock.now.advanced(by: $0) }
    let due =
      if let heartbeatDue, let sourceDue { min(heartbeatDue, sourceDue) } else {
        heartbeatDue ?? sourceDue
      }
    guard let interval = wakeup.interval else {
      if let due { alarm.set(to: due, in: &group) }
      return await source.awaitMore(in: &group)
    }
    guard let interval = interval.finiteInterval(notBelow: .microseconds(1)) else {
      return await sleep(until: due, for: source, &alarm, &group)
    }
    let look = clock.now
    var looks = 1
    if source.isWoken, quietSince.duration(to: look) >= patience {
      // Looks that can find nothing are left out: a silent agent costs no timer, and what it says
      // in the end is found at the look at which it would have been.
      if let due { alarm.set(to: due, in: &group) }
      await source.awaitMore(in: &group)
      looks = look.duration(to: clock.now).looks(every: interval)
    }
    let next = look.advanced(by: interval * looks)
    await sleep(until: due.map { min($0, next) } ?? next, for: source, &alarm, &group)
  }

  /// How long nothing may be written before a heartbeat; `nil` for ever.
  ///
  /// Beats that are due as soon as one is written would keep a thread from everything else.
  private var beat: Duration? { heartbeatInterval?.finiteInterval(notBelow: .milliseconds(1)) }

  /// Sleeps until an instant or until the task is cancelled, which the caller looks for anyway.
  ///
  /// A long sleep is a wait in the source's parker, so that a buffer that drains ends it.
  private func sleep(
    until deadline: C.Instant?, for source: some EventSource, _ alarm: inout Alarm<C>,
    _ group: inout DiscardingTaskGroup
  ) async {
    if let deadline, deadline <= clock.now.advanced(by: patience) {
      try? await clock.sleep(until: deadline, tolerance: nil)
      return
    }
    while deadline.map({ clock.now < $0 }) ?? true, !source.isDraining, !Task.isCancelled {
      if let deadline { alarm.set(to: deadline, in: &group) }
      await source.parker.park()
    }
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
    var outlet = outlet(for: sink)
    defer { sink = outlet.sink }
    return await deliver(from: AllTracesSource(buffer: buffer, after: cursors), to: &outlet)
  }
}

extension Duration {
  /// How many intervals it takes to come to this time or past it, at least one.
  fileprivate func looks(every interval: Duration) -> Int {
    let (looks, rest) = attoseconds.quotientAndRemainder(dividingBy: interval.attoseconds)
    return max(1, Int(clamping: rest > 0 ? looks + 1 : looks))
  }
}
