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
