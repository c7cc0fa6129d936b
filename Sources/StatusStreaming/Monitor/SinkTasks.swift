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
        if await timer.awaitStall(on: clock) { task.cancel() }
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
final class SinkTimer: Sendable {
  enum Stop: Sendable {
    case cancelled
    /// A call took too long.
    case stalled
  }

  private struct State: Sendable {
    /// When the call that is being made began.
    var start: Duration?
    var stop: Stop?
    /// Whether the watch waits for the next call.
    var isWaiting = false
  }

  private let limit: Duration
  private let state = Lock(State())
  private let parker = Parker()

  /// - Parameter limit: how long a call may take; there is no timer if it may take for ever.
  init?(limit: Duration?) {
    guard let limit else { return nil }
    self.limit = limit
  }

  var isStalled: Bool { state.withLock { $0.stop == .stalled } }

  /// Takes note that a call begins.
  func begin(at now: Duration) {
    let isAwaited = state.withLock { state in
      state.start = now
      defer { state.isWaiting = false }
      return state.isWaiting
    }
    if isAwaited { parker.unpark() }
  }

  /// Takes note that the call has returned or thrown.
  func end() {
    state.withLock { $0.start = nil }
  }

  /// Takes note that the delivery is stopped since its caller was cancelled.
  func cancel() {
    state.withLock { $0.stop = $0.stop ?? .cancelled }
  }

  /// Waits until a call takes too long, or its own task is cancelled.
  ///
  /// One sleep serves all the calls that are made meanwhile, and while there are none it costs no timer.
  ///
  /// - Returns: whether a call has, and the delivery was not stopped before.
  func awaitStall(on clock: DeliveryClock<some Clock>) async -> Bool {
    while !Task.isCancelled {
      let now = clock.now
      let (isStalled, start) = state.withLock { state in
        guard let start = state.start else {
          state.isWaiting = true
          return (false, Duration?.none)
        }
        if now - start >= limit, state.stop == nil { state.stop = .stalled }
        return (state.stop == .stalled, start)
      }
      if isStalled { return true }
      if let start, now - start < limit {
        // A sleep that is cancelled is the last.
        try? await clock.sleep(until: start + limit)
      } else {
        await parker.park()
      }
    }
    return false
  }
}
