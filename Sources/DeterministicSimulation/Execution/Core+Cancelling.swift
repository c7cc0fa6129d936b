extension Core {
  /// Runs the operation of a spawned task, and passes the task's cancellation on to its waits.
  ///
  /// A handler for each wait would take a quarter of its time. Child tasks can't do without, because
  /// they share the facade of their parent and can be cancelled alone.
  @inline(__always)
  func passCancellation<Success>(
    of facade: TaskFacade, to operation: () async throws -> Success
  ) async rethrows -> Success {
    facade.identity = TaskIdentity.current
    return try await withTaskCancellationHandler(operation: operation) {
      cancelWait(of: facade)
    }
  }

  /// Cancels what a spawned task waits for itself.
  func cancelWait(of facade: TaskFacade) {
    guard isOnOwnThread else { return inbox.append(.taskCancellation(facade)) }
    touch(task: facade.id)
    if let key = facade.wait { cancel(key) }
  }

  /// Cancels a wait, unless it is over.
  func cancel(_ key: WaitTable.Key) {
    guard isOnOwnThread else { return inbox.append(.cancellation(key)) }
    if wake(key, .cancelled) { state.timers.noteRemoval(isAlive: state.waits.isParked) }
  }

  /// Notes what the calling task, which has just been identified, waits for, or returns false if its
  /// cancellation is not passed on.
  @inline(never)
  func noteWait(_ key: WaitTable.Key) -> Bool {
    guard let current = state.current, let facade = state.tasks.unended(current),
      state.segment.isKnown(as: facade.identity)
    else { return false }
    facade.wait = key
    if Task.isCancelled { cancel(key) }
    return true
  }
}
