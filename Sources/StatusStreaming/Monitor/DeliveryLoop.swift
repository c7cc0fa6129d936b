/// What a delivery is about.
enum DeliveryPhase {
  case reading
  case sending
  /// There was nothing to read.
  case idle
  /// Waits until there may be more, no longer than until it is due; one that polls then waits on until
  /// its next look, counted from the last one.
  case waiting(due: Duration?, look: Duration?)
  /// Waits until a time, or for ever, unless the buffer drains.
  case sleeping(until: Duration?)
}

/// What a delivery has to do next, which may take time.
enum DeliveryStep {
  case read
  case show
  case send
  case heartbeat
  case startTask
  case wait
  case end

  var usesSink: Bool {
    switch self {
    case .show, .send, .heartbeat: true
    case .read, .startTask, .wait, .end: false
    }
  }
}

/// Whether the task that a delivery is in may call the sink.
enum SinkAccess {
  case untimed
  /// As long as the timer is watched.
  case timed(SinkTimer)
  case forbidden
}

/// Why a delivery does not go on by itself.
private enum DeliveryPause {
  case ended(DeliveryInterruption)
  /// A task has to be started before the delivery may wait.
  case needsTask
  /// Another task has to go on.
  case handsOver
}

/// One viewer's delivery: carries events from a source to a sink until the source is complete.
///
/// There may be thousands of them that have nothing to say. So it is kept in a ``DeliveryBox``, since a
/// task's stack grows by a kilobyte at a time and does not shrink; what has to be decided is decided in
/// functions that do not wait; and a task group is there only for a delivery that has to start a task.
struct DeliveryLoop<Source: EventSource, Sink: StatusSink, C: Clock>
where C.Duration == Duration {
  var source: Source
  var output: DeliverySink<Sink, C>
  private var batch = EventBatch.empty
  var phase = DeliveryPhase.reading
  var access = SinkAccess.untimed
  let alarm: Alarm<C>
  /// When there was last something to send, if the source is polled.
  private(set) var quietSince: Duration
  let pace: DeliveryPace
  let clock: DeliveryClock<C>

  init(from source: Source, to sink: Sink, pace: DeliveryPace, clock: C) {
    self.source = source
    self.source.needsSnapshots = sink.needsSnapshots
    self.pace = pace
    let timers = source.timers(on: clock)
    self.clock = timers.clock
    output = DeliverySink(sink, clock: timers.clock, isTimed: pace.beat != nil)
    alarm = Alarm(parker: source.parker, in: timers)
    quietSince = pace.interval == nil ? .zero : timers.clock.now
  }

  /// Delivers until the end, without closing the sink.
  ///
  /// - Returns: `nil` if another task has to go on: one that may call the sink, or one that may not, since
  ///   nothing has been sent for a while.
  mutating func run() async -> DeliveryInterruption? {
    switch await advance() {
    case .ended(let end): end
    case .handsOver: nil
    case .needsTask: await runInGroup()
    }
  }

  private mutating func runInGroup() async -> DeliveryInterruption? {
    await withDiscardingTaskGroup { group in
      defer { group.cancelAll() }
      while true {
        startTasks(in: &group)
        switch await advance() {
        case .ended(let end): return end
        case .handsOver: return nil
        case .needsTask: continue
        }
      }
    }
  }

  private mutating func advance() async -> DeliveryPause {
    do throws(DeliveryInterruption) {
      while true {
        let step = nextStep()
        guard mayMake(step) else { return .handsOver }
        switch step {
        case .read: try await read()
        case .show: try await show()
        case .send: try await send()
        case .heartbeat: try await sendHeartbeat()
        case .startTask: return .needsTask
        case .wait: await wait()
        case .end: return .ended(DeliveryInterruption(ending: .finished))
        }
      }
    } catch {
      return .ended(error)
    }
  }

  @inline(never)
  private func mayMake(_ step: DeliveryStep) -> Bool {
    switch access {
    case .untimed: true
    case .forbidden: !step.usesSink
    case .timed(let timer): timer.allows(step)
    }
  }

  @inline(never)
  mutating func nextStep() -> DeliveryStep {
    let step = decideStep()
    switch step {
    case .read, .startTask: break
    case .show, .send, .heartbeat, .wait, .end: alarm.passOn()
    }
    return step
  }

  private mutating func decideStep() -> DeliveryStep {
    if case .sending = phase { return batch.snapshot == nil ? .send : .show }
    if source.isComplete { return .end }
    if case .idle = phase {
      if let heartbeatDue, heartbeatDue <= clock.now { return .heartbeat }
      phase = nextWait
    }
    // Time has passed since the wait was decided: no alarm can be set to what is due already.
    if isOverdue { phase = .reading }
    if case .reading = phase { return .read }
    return needsTask ? .startTask : .wait
  }

  mutating func read() async throws(DeliveryInterruption) {
    if Task.isCancelled { throw DeliveryInterruption(ending: .cancelled) }
    do {
      note(try await source.read(limit: pace.batchLimit))
    } catch {
      // A buffer that gives up because the delivery's own task was cancelled has not failed.
      throw DeliveryInterruption(ending: Task.isCancelled ? .cancelled : .bufferFailed(error))
    }
    if batch.isEmpty, source.isDrained { throw DeliveryInterruption(ending: .draining) }
  }

  @inline(never)
  private mutating func note(_ batch: consuming EventBatch?) {
    phase = batch == nil ? .idle : .sending
    if let batch { self.batch = batch }
  }

  /// Shows how the trace stands where the next events begin.
  mutating func show() async throws(DeliveryInterruption) {
    try await output.show(batch.snapshot, isOverdue: source.isOverdue)
    noteShowing()
  }

  @inline(never)
  private mutating func noteShowing() {
    batch.snapshot = nil
    if batch.isEmpty { noteSending() }
  }

  private mutating func send() async throws(DeliveryInterruption) {
    try await output.send(&batch, of: &source)
    noteSending()
  }

  /// Sends what the sink takes at once; to move the cursor past it is for the caller.
  mutating func sendSome(
    noting events: inout DeliveredEvents?
  ) async throws(DeliveryInterruption) {
    note(try await output.offer(&batch, isOverdue: source.isOverdue), in: &events)
  }

  @inline(never)
  private mutating func note(_ acceptance: Acceptance, in events: inout DeliveredEvents?) {
    events = output.take(acceptance, from: &batch)
    if batch.isEmpty { noteSending() }
  }

  /// Takes note that what was sent last has been written just now.
  mutating func noteWrite() {
    output.noteWrite()
    if pace.interval != nil { quietSince = clock.now }
  }

  @inline(never)
  private mutating func noteSending() {
    batch = .empty
    if pace.interval != nil { quietSince = clock.now }
    phase = .reading
  }

  mutating func sendHeartbeat() async throws(DeliveryInterruption) {
    try await output.heartbeat()
    phase = .reading
  }

  /// Whether the sink was used or is to show that the buffer drains.
  func isToBeClosed(after ending: DeliveryEnding) -> Bool {
    if case .draining = ending { true } else { output.isUsed }
  }

  /// Closes the sink.
  ///
  /// - Returns: what it throws.
  mutating func close(timedBy timer: SinkTimer? = nil) async -> (any Error)? {
    output.timer = timer
    return await output.close()
  }

  /// What became of the delivery, of which nothing more is read.
  ///
  /// - Parameter reason: why it was closed, should the ending be that of closing.
  mutating func conclude(
    _ ending: DeliveryEnding, closedFor reason: DeliveryEnding
  ) -> Delivery<Source.Place> {
    source.leave(reason)
    return Delivery(cursor: source.place, ending: ending, untoldLosses: output.untoldLosses)
  }
}

/// How often a delivery looks for more, and how much it takes at once.
struct DeliveryPace {
  /// The time from one look to the next; `nil` if the source wakes the delivery.
  let interval: Duration?
  /// How long nothing may be written before a heartbeat; `nil` for ever.
  let beat: Duration?

  /// The most events taken from the buffer at once, which bounds what a slow sink holds in memory.
  let batchLimit = 64

  /// How long nothing may come before a polling delivery waits for the next append, and only then for
  /// the next look.
  let patience = Duration.seconds(1)
}

extension DeliveryLoop {
  /// Delivers until the sink was asked to write something.
  ///
  /// - Parameter events: what was written, which moves the cursor only when the caller says so; `nil` for
  ///   a heartbeat.
  /// - Returns: `nil` if there may be more; else how the delivery ends, without closing the sink.
  mutating func pull(_ events: inout DeliveredEvents?) async -> DeliveryInterruption? {
    do throws(DeliveryInterruption) {
      while true {
        switch nextStep() {
        case .read: try await read()
        case .show:
          try await show()
          return nil
        case .send:
          try await sendSome(noting: &events)
          return nil
        case .heartbeat:
          try await sendHeartbeat()
          return nil
        case .startTask: await waitInGroup()
        case .wait: await wait()
        case .end: return DeliveryInterruption(ending: .finished)
        }
      }
    } catch {
      return error
    }
  }
}
