extension Core {
  /// Finds out which task calls, and returns its number, or `nil` if it is not of this simulation.
  ///
  /// The runtime runs all messages that wait for a default actor in one job, on the executor of the
  /// task that sent the first. So the task that runs is the one whose job was taken only until the
  /// job reaches another one's message; then that one's segment is a step of its own.
  func identifyCaller() -> Int? {
    let identity = TaskIdentity.current
    if state.segment.isKnown(as: identity) { return state.current }
    if case .presumed = state.segment, let identity, let current = state.current,
      state.tasks.unended(current)?.identity == identity
    {
      state.segment = .known(identity)
      return current
    }
    return identifyNewCaller(identity)
  }

  @inline(never)
  private func identifyNewCaller(_ identity: TaskIdentity?) -> Int? {
    // Code without a task, such as a deinitializer, belongs to whoever caused it to run.
    guard let identity else { return state.current }
    guard let caller = state.tasks.preferredByCaller() else { return nil }
    if case .presumed = state.segment, caller.id == state.current {
      // A child task, which shares the facade of its parent.
    } else {
      changeFootprint(to: caller.id)
      beginSegment(of: caller)
      if options.records { state.recording.beginStep(of: caller) }
    }
    state.segment = .known(identity)
    return caller.id
  }

  /// Finds out which task is about to wait; the run fails if it is not of this simulation.
  func identifyWaiter(at site: SourceSite?, inActor isIsolated: Bool) -> Int {
    defer { if isIsolated { touchActor() } }
    if let caller = identifyCaller() { return caller }
    failForEscape(at: site, inActor: isIsolated)
    return state.current ?? 0
  }

  /// Notes that the segment that runs is over, because its task suspends.
  func endSegment() {
    state.segment = .ended
  }

  /// Notes that a task that has not asked for anything ran in the current job, now that it is handed
  /// to an executor.
  func noteSegment(endedBy task: Int) {
    guard let current = state.current, current != task, TaskIdentity.current == nil,
      let facade = state.tasks.unended(task)
    else { return }
    // Whoever waits for the end of a task is handed to its executor after that end.
    if state.tasks.unended(current) == nil {
      touch(task: task)
      beginSegment(of: facade)
    } else {
      changeFootprint(to: task)
      beginSegment(of: facade)
      if options.records { state.recording.beginStep(of: facade) }
    }
    endSegment()
  }

  /// Counts a segment that is not the first of its job as a step.
  private func beginSegment(of task: TaskFacade) {
    state.steps += 1
    state.current = task.id
    state.last = task.id
    countLateStep(of: task.id)
    tell(.ran(task: task.id, target: StepTarget(task.site)))
    guard options.records else { return }
    state.recording.went(on: task, step: state.steps, time: now)
  }
}
