internal import StateLocking

/// What is given from task to task, each of which has it for itself.
struct Sent<Value>: @unchecked Sendable {
  let value: Value

  init(_ value: sending Value) {
    self.value = value
  }
}

/// Runs what a sink is called for in tasks of their own.
struct SinkTasks<C: Clock> where C.Duration == Duration {
  private let clock: DeliveryClock<C>
  private let executor: (any TaskExecutor)?

  /// - Parameter clock: what calls of the sink are timed with.
  init(clock: DeliveryClock<C>) {
    self.clock = clock
    executor = currentTaskExecutor()
  }

  /// Runs an operation in a task of its own, which is cancelled if a call of the sink takes too long.
  ///
  /// - Parameter cancellable: whether it is cancelled with the caller as well.
  func run<Result: Sendable>(
    timedBy timer: SinkTimer?, cancellable: Bool,
    _ operation: @escaping @Sendable () async -> Result
  ) async -> Result {
    let task = Task(executorPreference: executor) { await operation() }
    let watch = timer.map { timer in
      Task(executorPreference: executor) { [clock] in
        if await timer.watch(on: clock) { task.cancel() }
      }
    }
    let result = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      guard cancellable else { return }
      timer?.cancel()
      task.cancel()
    }
    watch?.cancel()
    await watch?.value
    return result
  }
}

/// The executor that the current task prefers, so that tasks of its own can prefer it too.
func currentTaskExecutor() -> (any TaskExecutor)? {
  guard #available(macOS 26.4, iOS 26.4, watchOS 26.4, tvOS 26.4, visionOS 26.4, *) else {
    return nil
  }
  return unsafe withUnsafeCurrentTask { task in unsafe task?.unownedTaskExecutor?.asTaskExecutor() }
}

/// Times the calls of a sink, and remembers why its delivery was stopped; of two reasons the first.
///
/// It comes to rest when the sink has not been called for a while: else a delivery that has nothing to say
/// would keep two tasks, and a timer, for the sake of calls that nobody makes.
final class SinkTimer: Sendable {
  enum Stop: Sendable {
    case cancelled
    /// A call took too long.
    case stalled
  }

  private struct State: Sendable {
    /// When the call that is being made began.
    var start: Duration?
    /// How many steps have been made that call the sink.
    var uses = 0
    /// Whether the step that is being made may be one of them.
    var isInUse = true
    var isAtRest = false
    var stop: Stop?

    /// What the watch does next.
    ///
    /// - Parameter uses: how many steps had called the sink when the watch last looked.
    mutating func look(at now: Duration, limit: Duration, since uses: Int?) -> Look {
      if let start {
        if now - start < limit { return .sleep(until: start + limit) }
        stop = stop ?? .stalled
        return stop == .stalled ? .stalled : .rest
      }
      if !isInUse, uses == self.uses {
        isAtRest = true
        return .rest
      }
      // A call that begins meanwhile can't take too long before the sleep ends.
      return .sleep(until: now + min(limit, SinkTimer.patience))
    }
  }

  private enum Look: Sendable {
    case sleep(until: Duration)
    case stalled
    case rest
  }

  /// How long nothing may be sent before the timer rests.
  private static let patience = Duration.seconds(1)

  private let limit: Duration
  /// Where the delivery waits for more to send, if its task has to end for the timer to rest.
  private let delivery: Parker?
  /// Where the watch waits for the next call otherwise.
  private let rest = Parker()
  private let state = Lock(State())

  /// - Parameters:
  ///   - limit: how long a call may take; there is no timer if it may take for ever.
  ///   - delivery: where a delivery waits that hands over to another task when the timer comes to rest;
  ///     `nil` if it does not.
  init?(limit: Duration?, waking delivery: Parker? = nil) {
    guard let limit else { return nil }
    self.limit = limit
    self.delivery = delivery
  }

  var isStalled: Bool { state.withLock { $0.stop == .stalled } }

  /// Takes note that the timer is watched from now on, since the sink is to be called.
  func resume() {
    state.withLock { state in
      state.isAtRest = false
      state.isInUse = true
    }
  }

  /// Takes note of the delivery's next step.
  ///
  /// - Returns: whether the step may be made here; if not, the delivery hands over.
  func allows(_ step: DeliveryStep) -> Bool {
    let (isAllowed, endsRest) = state.withLock { state in
      if state.isAtRest, delivery != nil { return (false, false) }
      state.isInUse = step.usesSink
      guard step.usesSink else { return (true, false) }
      state.uses += 1
      defer { state.isAtRest = false }
      return (true, state.isAtRest)
    }
    if endsRest { rest.unpark() }
    return isAllowed
  }

  /// Takes note that a call begins.
  func begin(at now: Duration) {
    state.withLock { $0.start = now }
  }

  /// Takes note that the call has returned or thrown.
  func end() {
    state.withLock { $0.start = nil }
  }

  /// Takes note that the delivery is stopped since its caller was cancelled.
  func cancel() {
    state.withLock { $0.stop = $0.stop ?? .cancelled }
  }

  /// Watches until a call takes too long, the delivery is to be handed over, or its own task is cancelled.
  ///
  /// - Returns: whether a call has taken too long, and the delivery was not stopped before.
  func watch(on clock: DeliveryClock<some Clock>) async -> Bool {
    var uses: Int?
    while !Task.isCancelled {
      let now = clock.now
      let (look, seen) = state.withLock { state in
        (state.look(at: now, limit: limit, since: uses), state.uses)
      }
      uses = seen
      switch look {
      case .stalled: return true
      case .rest:
        guard let delivery else {
          await rest.park()
          continue
        }
        delivery.unpark()
        return false
      case .sleep(let end):
        // A sleep that is cancelled is the last.
        try? await clock.sleep(until: end)
      }
    }
    return false
  }
}
