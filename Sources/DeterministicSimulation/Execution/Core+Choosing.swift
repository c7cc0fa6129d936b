extension Core {
  /// Picks the index of the entry that runs next; the run has failed if there is no such entry.
  func pick() -> Int {
    let count = state.queue.count
    guard state.scheduler != nil else { return note(0, below: count) }
    let runnable = RunnableTasks(queue: state.queue, last: state.last)
    return note(state.scheduler?.pick(from: runnable) ?? 0, below: count)
  }

  /// Draws a number below a bound; zero if there is no other, or once the run has failed.
  func draw(below bound: Int) -> Int {
    guard bound > 1, state.phase == .running else { return 0 }
    state.footprint.marks.formUnion(.drawing)
    let value = note(state.scheduler?.next(below: bound) ?? 0, below: bound)
    if let caller = identifyCaller() ?? state.current, options.records {
      state.recording.drew(
        Choice(value: value, bound: bound), by: state.tasks[caller], step: state.steps,
        time: now)
    }
    return value
  }

  /// Tells the scheduler what happens, if it wants to hear.
  @inline(__always)
  func tell(_ event: @autoclosure () -> SchedulingEvent) {
    if isHeard { state.scheduler?.hear(event()) }
  }

  private func note(_ value: Int, below bound: Int) -> Int {
    guard value >= 0, value < bound else {
      let expectation = (state.scheduler as? ReplayScheduler)?.expectation
      let last = state.last.flatMap { state.tasks.unended($0) }
      fail(
        .divergence,
        detail: """
          the schedule does not fit: at choice \(state.recording.choices.count + 1)\
          \(last.map { ", after a step of \"\($0.label)\"," } ?? "") there are \
          \(bound) possibilities, which is not what it expects\
          \(expectation.map { ": when it was made, \($0)" } ?? "")
          """)
      return 0
    }
    if options.records { state.recording.append(Choice(value: value, bound: bound)) }
    return value
  }
}

extension Core {
  /// Notes that the running task touches something.
  func touch(_ resource: SharedResource, isWrite: Bool) {
    if state.current != nil { state.footprint.insert(resource, isWrite: isWrite) }
  }

  /// Notes that the running task wakes, cancels or looks at another one.
  @inline(__always)
  func touch(task: Int) {
    if let current = state.current, current != task { state.footprint.insert(task: task) }
  }

  /// Notes that whoever calls, if it is a task of the simulation, cancels a task or looks at it.
  func look(at task: TaskFacade) {
    if isOnOwnThread { touch(task: task.id) }
  }

  /// Notes that the running task waits inside an actor, or goes on there, whose state is out of sight unless the actor
  /// has a lane.
  func touchActor() {
    if !state.isInLane { state.footprint.marks.formUnion(.everything) }
  }

  /// Notes that nothing is left to run, so that what comes now comes after all that was.
  func noteIdleness() {
    if options.records { state.recording.idled(at: now) }
    if isShown { state.scheduler?.hear(.idled) }
  }

  @inline(__always)
  func beginFootprint(of task: Int) {
    state.footprint.removeAll()
    state.toucher = task
    state.isInLane = false
  }

  /// Begins a new footprint because another task goes on in the same job, as happens in an actor that
  /// has no lane; of what goes on there, nothing is seen.
  func changeFootprint(to task: Int) {
    state.footprint.marks.formUnion(.everything)
    endFootprint()
    state.footprint.removeAll()
    state.footprint.marks = .everything
    state.toucher = task
  }

  /// Takes note of what the step that is over has touched.
  @inline(__always)
  func endFootprint() {
    if options.records || isShown { noteFootprint() }
  }

  @inline(never)
  private func noteFootprint() {
    state.footprint.complete()
    if options.records { state.recording.touched(state.footprint, by: state.toucher) }
    if isShown { state.scheduler?.hear(.touched(task: state.toucher, state.footprint)) }
  }
}

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
