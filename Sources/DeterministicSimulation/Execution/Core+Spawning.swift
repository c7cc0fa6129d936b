extension Core {
  /// Makes and registers the executor of a new task.
  func makeFacade(_ label: String?, _ site: SourceSite, _ kind: TaskFacade.Kind) -> TaskFacade {
    guard isOnOwnThread else {
      reportForeignCall("spawn", at: site)
      // The job of this task comes from a foreign thread too, and stays in the inbox.
      return TaskFacade(core: self, id: -1, label: label, site: site, kind: kind)
    }
    let id = state.tasks.nextID
    let facade = TaskFacade(core: self, id: id, label: label, site: site, kind: kind)
    state.tasks.insert(facade)
    state.footprint.insertAside(Footprint.spawning, isWrite: true)
    tell(.spawned(task: id, by: state.current))
    return facade
  }

  /// Keeps hold of a task that was started, for its cancellation.
  func started(_ task: any CancellableTask, _ facade: TaskFacade) {
    guard isOnOwnThread else { return }
    if state.phase == .running {
      facade.task = task
      guard facade.kind == .background, state.tasks.isBackgroundCancelled else { return }
    }
    task.cancel()
  }

  /// Notes that a task's operation has returned or thrown.
  func finish(_ task: TaskFacade, throwing: Bool) {
    state.tasks.remove(task)
    if isOnOwnThread { tell(.ended(task: task.id)) }
    guard task.kind == .body, throwing, state.phase == .running else { return }
    state.phase = .ending
    // What comes after it does not come at all.
    if isOnOwnThread { state.footprint.marks.formUnion(.everything) }
  }

  /// Remembers that the running task waits for the end of another.
  func noteWait(
    forEndOf task: TaskFacade, inActor isIsolated: Bool
  ) -> WaitTable.Key? {
    guard isOnOwnThread, state.current != nil else { return nil }
    touch(task: task.id)
    return reserve(for: .task(task.name.reference), at: nil, inActor: isIsolated)
  }

  /// Forgets such a wait.
  func forgetWait(_ key: WaitTable.Key?) {
    guard isOnOwnThread, let key else { return }
    state.waits.release(key)
  }
}

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
