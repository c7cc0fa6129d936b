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
    timedBy timer: SinkTimer, cancellable: Bool, _ operation: @escaping @Sendable () async -> Result
  ) async -> Result {
    let task = Task(executorPreference: executor) { await operation() }
    let watch =
      timer.isLimited
      ? Task(executorPreference: executor) { [clock] in
        if await timer.awaitStall(on: clock) { task.cancel() }
      } : nil
    let result = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      guard cancellable else { return }
      timer.cancel()
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
