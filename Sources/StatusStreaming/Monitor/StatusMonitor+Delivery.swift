extension StatusMonitor {
  /// Delivers one trace's events after a cursor until its terminal event is delivered.
  ///
  /// A trace that is not open yet is waited for, as long as the buffer's configuration says. A sink
  /// to which nothing is written is left untouched: resuming at the terminal event's own number
  /// ends `finished` without a call.
  ///
  /// - Parameters:
  ///   - trace: the trace to follow.
  ///   - cursor: the number of the last event that the viewer has, zero for none.
  ///   - sink: where the events go; it is closed at the end unless it failed.
  public func deliver<Sink: StatusSink>(
    _ trace: TraceID, after cursor: SequenceNumber = .zero, to sink: inout Sink
  ) async -> Delivery<SequenceNumber> {
    var source = TraceSource(buffer: buffer, trace: trace, cursor: cursor)
    let ending = await deliver(from: &source, to: &sink)
    return Delivery(cursor: source.cursor, ending: ending)
  }

  /// Delivers every trace's events until the buffer is closed and all its traces have ended.
  ///
  /// Events of one trace come in their order; traces take turns in the order of their changes. A
  /// trace that is removed before its end stops where it was.
  ///
  /// - Parameters:
  ///   - cursors: for traces that the viewer has followed before, the last number that it has.
  ///   - sink: where the events go; it is closed at the end unless it failed.
  public func deliverAll<Sink: StatusSink>(
    after cursors: [TraceID: SequenceNumber] = [:], to sink: inout Sink
  ) async -> Delivery<[TraceID: SequenceNumber]> {
    var source = AllTracesSource(buffer: buffer, cursors: cursors)
    let ending = await deliver(from: &source, to: &sink)
    return Delivery(cursor: source.cursors, ending: ending)
  }

  private func deliver(
    from source: inout some EventSource, to sink: inout some StatusSink
  ) async -> DeliveryEnding {
    var outlet = Outlet(sink, clock: clock, isTimed: beat != nil)
    defer { sink = outlet.sink }
    return await withDiscardingTaskGroup { group in
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
    do {
      var quietSince = clock.now
      while !source.isComplete {
        if let batch = try read(from: &source) {
          try await outlet.send(batch, of: &source)
          quietSince = clock.now
        } else if !source.isComplete {
          try await idle(source, since: quietSince, &outlet, &alarm, &group)
        }
      }
      return await outlet.close(.finished)
    } catch {
      return error.isSinkDead ? error.ending : await outlet.close(error.ending)
    }
  }

  private func read(
    from source: inout some EventSource
  ) throws(DeliveryInterruption) -> EventBatch? {
    if Task.isCancelled { throw DeliveryInterruption(ending: .cancelled) }
    do {
      return try source.read(limit: batchLimit)
    } catch {
      throw DeliveryInterruption(ending: .bufferFailed(error))
    }
  }

  /// Sends a heartbeat if one is due, else waits until there may be more to do.
  private func idle<Sink>(
    _ source: some EventSource, since quietSince: C.Instant, _ outlet: inout Outlet<Sink, C>,
    _ alarm: inout Alarm<C>, _ group: inout DiscardingTaskGroup
  ) async throws(DeliveryInterruption) {
    let heartbeatDue = beat.map { outlet.lastWrite.advanced(by: $0) }
    if let heartbeatDue, heartbeatDue <= clock.now { return try await outlet.heartbeat() }
    let sourceDue = source.deadline.map { clock.now.advanced(by: $0 - buffer.clock.now) }
    let due =
      if let heartbeatDue, let sourceDue { min(heartbeatDue, sourceDue) } else {
        heartbeatDue ?? sourceDue
      }
    switch wakeup {
    case .polling(let interval):
      guard let interval = interval.finiteInterval(notBelow: .microseconds(1)) else {
        return await sleep(until: due)
      }
      let look = clock.now
      var looks = 1
      if quietSince.duration(to: look) >= patience {
        // Looks that can find nothing are left out: a silent agent costs no timer, and what it says
        // in the end is found at the look at which it would have been.
        if let due { alarm.set(to: due, in: &group) }
        await source.awaitMore()
        looks = look.duration(to: clock.now).looks(every: interval)
      }
      let next = look.advanced(by: interval * looks)
      await sleep(until: due.map { min($0, next) } ?? next)
    case .onAppend:
      if let due { alarm.set(to: due, in: &group) }
      await source.awaitMore()
    }
  }

  /// How long nothing may be written before a heartbeat; `nil` for ever.
  ///
  /// Beats that are due as soon as one is written would keep a thread from everything else.
  private var beat: Duration? { heartbeatInterval?.finiteInterval(notBelow: .milliseconds(1)) }

  /// Sleeps until an instant or until the task is cancelled, which the caller looks for anyway.
  private func sleep(until deadline: C.Instant?) async {
    try? await clock.wait(until: deadline)
  }
}

extension Duration {
  /// How many intervals it takes to come to this time or past it, at least one.
  fileprivate func looks(every interval: Duration) -> Int {
    let (looks, rest) = attoseconds.quotientAndRemainder(dividingBy: interval.attoseconds)
    return max(1, Int(clamping: rest > 0 ? looks + 1 : looks))
  }
}
