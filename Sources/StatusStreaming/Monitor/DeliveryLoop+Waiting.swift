internal import StateLocking

extension DeliveryLoop {
  /// When a heartbeat has to be sent if nothing else is.
  var heartbeatDue: Duration? { pace.beat.map { outlet.lastWrite + $0 } }

  /// How to wait now that there is nothing to read.
  var nextWait: DeliveryPhase {
    let due = earlier(heartbeatDue, source.timeLeft.map { clock.now + $0 })
    guard pace.interval != nil else { return .waiting(due: due, look: nil) }
    guard let interval else { return .sleeping(until: due) }
    let now = clock.now
    // Looks that can find nothing are left out: a silent agent costs no timer, and what it says
    // in the end is found at the look at which it would have been.
    return source.isWoken && now - quietSince >= pace.patience
      ? .waiting(due: due, look: now)
      : .sleeping(until: earlier(due, now + interval))
  }

  /// The time from one look to the next; `nil` if there is one look.
  private var interval: Duration? {
    pace.interval?.finiteInterval(notBelow: .microseconds(1))
  }

  private func earlier(_ left: Duration?, _ right: Duration?) -> Duration? {
    guard let left, let right else { return left ?? right }
    return min(left, right)
  }

  /// Until when the delivery may wait before something else has to wake it; `nil` for ever.
  private var alarmDue: Duration? {
    switch phase {
    case .reading, .sending, .idle: nil
    case .waiting(let due, _): due
    case .sleeping(let deadline): deadline.flatMap { isSoon($0) ? nil : $0 }
    }
  }

  /// Whether the delivery sleeps until then by itself, when nothing else can wake it.
  private func isSoon(_ deadline: Duration) -> Bool {
    deadline <= clock.now + pace.patience
  }

  /// Whether what the alarm is to be set to is due already.
  var isOverdue: Bool { alarmDue.map { $0 <= clock.now } ?? false }

  /// Whether ``startTasks(in:)`` comes before ``wait()``.
  var needsTask: Bool {
    if case .waiting = phase, source.needsTask { return true }
    return alarmDue.map { alarm.set(to: $0) } ?? false
  }

  /// Starts what ends the next wait.
  mutating func startTasks(in group: inout DiscardingTaskGroup) {
    if case .waiting = phase, source.needsTask { source.startTask(in: &group) }
    if let due = alarmDue, alarm.set(to: due) { alarm.startWatch(in: &group) }
  }

  /// Waits, and moves on to the next phase when there is no more to wait for.
  mutating func wait() async {
    switch phase {
    case .reading, .sending, .idle: break
    case .waiting: await source.awaitMore()
    case .sleeping(let deadline):
      if let deadline, isSoon(deadline) {
        await sleep(until: deadline)
      } else if !source.isDraining, !Task.isCancelled {
        await source.parker.park()
      }
    }
    noteWaking()
  }

  /// Sleeps, unless the task is cancelled, for which the next look looks.
  private func sleep(until deadline: Duration) async {
    try? await clock.sleep(until: deadline)
  }

  @inline(never)
  private mutating func noteWaking() {
    switch phase {
    case .waiting(let due, let look?):
      let interval = interval ?? .zero
      let looks = (clock.now - look).looks(every: interval)
      phase = .sleeping(until: earlier(due, look + interval * looks))
    case .reading, .sending, .idle, .waiting: phase = .reading
    case .sleeping(let deadline):
      let isOver = deadline.map { $0 <= clock.now } ?? false
      if isOver || source.isDraining || Task.isCancelled { phase = .reading }
    }
  }
}

extension Duration {
  /// How many intervals it takes to come to this time or past it, at least one.
  fileprivate func looks(every interval: Duration) -> Int {
    let (looks, rest) = attoseconds.quotientAndRemainder(dividingBy: interval.attoseconds)
    return max(1, Int(clamping: rest > 0 ? looks + 1 : looks))
  }
}

extension DeliveryLoop {
  /// Waits until it is time to look for more.
  ///
  /// The tasks that the wait needs end with it, so that it can take place outside of a delivery.
  mutating func pause() async {
    phase = nextWait
    while !phase.isReading {
      if needsTask { await waitInGroup() } else { await wait() }
    }
  }

  mutating func waitInGroup() async {
    await withDiscardingTaskGroup { group in
      startTasks(in: &group)
      await wait()
      group.cancelAll()
    }
  }
}

extension DeliveryPhase {
  /// Whether to look for more.
  var isReading: Bool {
    if case .reading = self { true } else { false }
  }
}

/// Wakes a waiting delivery when a buffer says that there may be more, in a task that outlasts the
/// wait.
///
/// A delivery also wakes for other reasons, to send a heartbeat say. The buffer goes on waiting
/// meanwhile, since to begin again may be dear: it can be a blocking read over a connection.
final class BufferWatch: Sendable {
  private enum Phase {
    case idle
    case waiting
    case failed(any Error)
  }

  private let parker: Parker
  private let wait: @Sendable (Cursor) async throws -> Void
  private let phase = Lock(Phase.idle)

  /// - Parameter wait: returns when there may be more after a cursor.
  init(parker: Parker, wait: @escaping @Sendable (Cursor) async throws -> Void) {
    self.parker = parker
    self.wait = wait
  }

  /// Whether the buffer does not wait.
  var isIdle: Bool {
    phase.withLock { if case .idle = $0 { true } else { false } }
  }

  /// Begins to wait, which it does not do already.
  func begin(after cursor: Cursor, in group: inout DiscardingTaskGroup) {
    phase.withLock { $0 = .waiting }
    group.addTask { [self] in
      do {
        try await wait(cursor)
        phase.withLock { $0 = .idle }
      } catch {
        // A wait that is given up, by a reader who comes again say, has not failed and wakes nobody.
        let isGivenUp = Task.isCancelled
        phase.withLock { $0 = isGivenUp ? .idle : .failed(error) }
        if isGivenUp { return }
      }
      parker.unpark()
    }
  }

  /// What the buffer threw instead of waiting, once.
  func takeFailure() -> (any Error)? {
    phase.withLock { phase in
      guard case .failed(let error) = phase else { return nil }
      phase = .idle
      return error
    }
  }
}
