extension StatusBuffer {
  /// Begins a trace, the moment from which its time counts, and sweeps out what has expired.
  ///
  /// - Throws: ``BufferError/Code/traceExists`` if the id is retained, ``BufferError/Code/closed``
  ///   after ``close()``.
  public func open(_ trace: TraceID) throws(BufferError) {
    _ = try openLog(trace)
  }

  /// Adds an update to an open trace.
  ///
  /// - Returns: the update's number.
  /// - Throws: ``BufferError/Code/unknownTrace``, ``BufferError/Code/traceFinished``; if bytes are limited,
  ///   ``BufferError/Code/tooManyBytes``; if the policy is to refuse on overflow,
  ///   ``BufferError/Code/full``.
  @discardableResult
  public func append(
    _ update: StatusUpdate, to trace: TraceID
  ) throws(BufferError) -> SequenceNumber {
    try append(update, to: log(of: trace))
  }

  /// Adds updates to an open trace together: no reader sees some of them without the others' being
  /// there, and a waiting one is woken once.
  ///
  /// - Returns: the last update's number; the newest number there was if there are none to add.
  /// - Throws: as ``append(_:to:)``; of a batch that a refusing trace has no room for, nothing is
  ///   added.
  @discardableResult
  public func append(
    contentsOf updates: some Collection<StatusUpdate>, to trace: TraceID
  ) throws(BufferError) -> SequenceNumber {
    try append(contentsOf: updates, to: log(of: trace))
  }

  /// Ends a trace, once, and sweeps out what has expired.
  ///
  /// The terminal event is accepted whatever the trace holds.
  ///
  /// - Returns: the terminal event's number.
  /// - Throws: ``BufferError/Code/unknownTrace``, or ``BufferError/Code/traceFinished`` if the trace
  ///   has ended, whose first outcome stands.
  @discardableResult
  public func finish(
    _ trace: TraceID, with outcome: TraceOutcome
  ) throws(BufferError) -> SequenceNumber {
    try finish(log(of: trace), with: outcome)
  }

  /// Forgets a trace, whatever its state.
  ///
  /// Viewers that follow it get what it held and, if it had not ended, ``BufferError/Code/removed``.
  /// The id may be opened again: for another run, whose events are numbered from 1.
  public func remove(_ trace: TraceID) {
    let removed = registry.withState { registry in
      let log = registry.remove(trace)
      if let log {
        // First of all, so that whoever learns that it is gone knows that what is there is all.
        log.signal.withState { $0.isRemoved = true }
        letGo(of: log)
        changes.list.change { $0.remove(log, isChange: true) }
      }
      return log
    }
    // Wakes those who wait for more of it.
    removed?.signal.change { _ in }
  }

  /// Refuses new traces from now on, so that a viewer of all traces ends with the last of them.
  public func close() {
    registry.withState { $0.isClosed = true }
    changes.list.change { $0.isClosed = true }
  }
}

extension StatusBuffer {
  /// - Parameter control: what cancels the run, if it is begun by a handle.
  func openLog(
    _ trace: TraceID, control: RunControl? = nil
  ) throws(BufferError) -> TraceLog {
    do throws(BufferError) {
      return try insertLog(trace, control)
    } catch {
      refusals.note(error)
      throw error
    }
  }

  private func insertLog(
    _ trace: TraceID, _ control: RunControl?
  ) throws(BufferError) -> TraceLog {
    sweep()
    let now = clock.now
    return try registry.change { (registry) throws(BufferError) in
      if registry.isClosed { throw .closed(trace) }
      guard registry.log(of: trace) == nil else { throw .traceExists(trace) }
      if let limit = configuration.limits.traces, registry.count >= limit {
        guard registry.openCount < limit, let log = registry.takeOldestFinished() else {
          throw .tooManyTraces(trace, limit: limit)
        }
        expire(log)
      }
      let access = SharedAccess(to: TraceLog.kind, trace.rawValue, on: clock)
      access?.note(isWrite: true)
      let log = TraceLog(
        trace, serial: registry.makeSerial(), openedAt: now, stopwatch: clock.stopwatch(from: now),
        configuration: configuration, budget: budget, refusals: refusals,
        control: control, noting: access)
      registry.insert(log)
      table.insert(log)
      if let abandonAfter {
        registry.watch(log, until: now + abandonAfter)
      }
      changes.list.change { $0.insert(log) }
      return log
    }
  }

  // The clock is read before the log is locked: to read it takes longer than all that is done
  // under the lock, where other writers would wait for it.

  @inline(__always)
  func append(_ update: StatusUpdate, to log: TraceLog) throws(BufferError) -> SequenceNumber {
    if budget != nil { return try appendCounted(update, to: log) }
    let time = log.stopwatch.elapsed
    let (newest, mark) = try log.signal.change { (state) throws(BufferError) in
      (try state.append(update, at: time), changes.mark)
    }
    changes.noteChange(of: log, at: mark)
    return newest
  }

  // Not a part of `append`, which would get everything ready for it.
  @inline(never)
  private func appendCounted(
    _ update: StatusUpdate, to log: TraceLog
  ) throws(BufferError) -> SequenceNumber {
    try append(contentsOf: CollectionOfOne(update), to: log)
  }

  func append(
    contentsOf updates: some Collection<StatusUpdate>, to log: TraceLog
  ) throws(BufferError) -> SequenceNumber {
    // Another collection may be lazy, and what it does must not be done under the lock.
    let updates = Array(updates)
    do throws(BufferError) {
      return try insert(updates, into: log)
    } catch {
      guard error.code == .tooManyBytes else { throw error }
      guard makeRoom(for: updates, in: log) else {
        refusals.note(error, updates: updates.count)
        throw error
      }
      return try append(contentsOf: updates, to: log)
    }
  }

  private func insert(
    _ updates: [StatusUpdate], into log: TraceLog
  ) throws(BufferError) -> SequenceNumber {
    let time = log.stopwatch.elapsed
    let (newest, mark) = try log.signal.change { (state) throws(BufferError) in
      (try state.append(contentsOf: updates.span, at: time), changes.mark)
    }
    changes.noteChange(of: log, at: mark)
    return newest
  }

  func finish(
    _ log: TraceLog, with outcome: TraceOutcome
  ) throws(BufferError) -> SequenceNumber {
    let time = log.stopwatch.elapsed
    let (newest, mark) = try log.signal.change { (state) throws(BufferError) in
      (try state.finish(with: outcome, at: time), changes.mark)
    }
    changes.noteChange(of: log, at: mark)
    let byteCount = byteCount(of: log)
    sweep { $0.noteEnd(of: log, at: $1, byteCount: byteCount) }
    return newest
  }

  private func noteEnd(of log: TraceLog, at mark: Int) {
    changes.noteChange(of: log, at: mark)
    let now = clock.now
    let byteCount = byteCount(of: log)
    registry.withState { $0.noteEnd(of: log, at: now, byteCount: byteCount) }
  }

  /// What a log's events come to, if they are counted.
  private func byteCount(of log: TraceLog) -> Int {
    budget == nil ? 0 : log.signal.read { $0.byteCount }
  }

  /// Fails traces that have been silent for too long and lets go of finished ones.
  ///
  /// - Parameter noteEnd: what else is to be said to the registry, before all that.
  private func sweep(after noteEnd: (inout TraceRegistry, Duration) -> Void = { _, _ in }) {
    // What is kept for no time at all is gone a moment later.
    let end = clock.now
    let now = clock.now
    let overdue = registry.withState { registry in
      noteEnd(&registry, end)
      let overdue = registry.takeOverdue(at: now)
      if overdue.isEmpty { expire(registry.takeExpired(at: now)) }
      return overdue
    }
    if overdue.isEmpty { return }
    fail(overdue)
    let later = clock.now
    registry.withState { expire($0.takeExpired(at: later)) }
  }

  private func expire(_ logs: [TraceLog]) {
    for log in logs { expire(log) }
  }

  /// Lets go of finished traces, those that ended first, so that updates can be added.
  ///
  /// - Returns: whether there is room now; if not, everything is still there.
  private func makeRoom(for updates: [StatusUpdate], in log: TraceLog) -> Bool {
    guard let budget else { return true }
    sweep()
    let growth = log.signal.read { $0.growth(byAdding: updates.span) }
    return registry.withState { registry in
      guard budget.used - registry.finishedByteCount + growth <= budget.limit else { return false }
      while budget.used + growth > budget.limit, let log = registry.takeOldestFinished() {
        expire(log)
      }
      return true
    }
  }

  /// Takes a finished log out of all that finds it but the registry, which is locked.
  private func expire(_ log: TraceLog) {
    letGo(of: log)
    changes.list.withState { $0.remove(log, isChange: false) }
  }

  private func letGo(of log: TraceLog) {
    table.remove(log)
    // Nothing is added to it any more, so that is all there was.
    if let budget { budget.release(log.signal.withState { $0.byteCount }) }
  }

  /// How long an open trace may be silent; `nil` for ever.
  var abandonAfter: Duration? { configuration.abandonAfter?.finite }

  /// Fails open traces in which nothing has happened for too long.
  func failOverdue() {
    let now = clock.now
    fail(registry.withState { $0.takeOverdue(at: now) })
  }

  private func fail(_ overdue: [TraceLog]) {
    for log in overdue {
      if !failIfSilent(log), let deadline = abandonDeadline(of: log) {
        registry.withState { $0.watch(log, until: deadline) }
      }
    }
  }

  /// Fails an open trace in which nothing has happened for too long.
  ///
  /// Readers call it as well, so a viewer of an abandoned trace learns of its end in time even if
  /// no other trace is ever opened or finished.
  ///
  /// - Returns: whether the trace has ended, now or before.
  @discardableResult
  func failIfSilent(_ log: TraceLog) -> Bool {
    guard let abandonAfter else { return false }
    let time = log.stopwatch.elapsed
    let isOverdue = { @Sendable (state: LogState) in
      !state.isFinished && time - state.lastActivity >= abandonAfter
    }
    // Looked at first, since a change wakes all who wait.
    if log.signal.read({ isOverdue($0) }) {
      let mark: Int? = log.signal.change { state in
        guard isOverdue(state) else { return nil }
        state.abandon(at: time)
        return changes.mark
      }
      if let mark { noteEnd(of: log, at: mark) }
    }
    return log.signal.read { $0.isFinished }
  }

  /// The buffer clock's time at which an open trace, should it stay silent, counts as abandoned.
  func abandonDeadline(of log: TraceLog) -> Duration? {
    guard let abandonAfter else { return nil }
    return log.signal.read { state in
      state.isFinished || state.isRemoved ? nil : log.openedAt + state.lastActivity + abandonAfter
    }
  }
}

/// What an agent's nodes publish their updates with: a buffer's writing end, bound to one trace.
public struct StatusPublisher: Sendable {
  /// The trace that updates go to.
  public var trace: TraceID { log.trace }

  private let buffer: StatusBuffer
  private let log: TraceLog

  init(buffer: StatusBuffer, log: TraceLog) {
    self.buffer = buffer
    self.log = log
  }

  /// Adds an update to the trace.
  ///
  /// - Returns: the update's number.
  /// - Throws: ``BufferError/Code/traceFinished``, ``BufferError/Code/removed``; if bytes are limited,
  ///   ``BufferError/Code/tooManyBytes``; if the buffer's policy is to refuse on overflow,
  ///   ``BufferError/Code/full``.
  @discardableResult
  public func publish(_ update: StatusUpdate) throws(BufferError) -> SequenceNumber {
    try buffer.append(update, to: log)
  }

  /// Adds updates to the trace together, waking a waiting reader once.
  ///
  /// - Returns: the last update's number; the newest number there was if there are none to add.
  /// - Throws: as ``publish(_:)``; of a batch that is refused, nothing is added.
  @discardableResult
  public func publish(
    contentsOf updates: some Collection<StatusUpdate>
  ) throws(BufferError) -> SequenceNumber {
    try buffer.append(contentsOf: updates, to: log)
  }
}
