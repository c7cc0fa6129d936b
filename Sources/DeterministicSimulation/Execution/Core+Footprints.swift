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
    if state.isShown { state.scheduler?.hear(.idled) }
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
    if options.records || state.isShown { noteFootprint() }
  }

  @inline(never)
  private func noteFootprint() {
    state.footprint.complete()
    if options.records { state.recording.touched(state.footprint, by: state.toucher) }
    if state.isShown { state.scheduler?.hear(.touched(task: state.toucher, state.footprint)) }
  }
}
