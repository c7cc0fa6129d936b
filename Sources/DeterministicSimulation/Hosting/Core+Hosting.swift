extension Core {
  /// Waits for a visitor, and runs until it has left and all that it spawned has ended.
  ///
  /// - Parameter publish: Gets the failure, if any, as soon as there is nothing more to run.
  func host(
    _ publish: (SimulationError?) -> Void, patience: Int, giveUp: () -> Void
  ) {
    while !adoptVisitors() { ThreadIdentity.pause(milliseconds: 1) }
    run()
    publish(state.failure)
    var waited = 0
    while state.tasks.hasBody {
      // A visitor that is cancelled now hands its jobs over from the thread that cancels it.
      if adoptVisitors() {
        cleanUp()
      } else {
        waited += 1
        if waited == patience { giveUp() }
        ThreadIdentity.pause(milliseconds: 1)
      }
    }
    close()
  }

  /// Replaces the limits of a run that goes on, and counts from here.
  func limit(to limits: SimulationLimits) {
    guard isOnOwnThread, state.phase == .running else { return }
    state.limits = limits
    let (sum, overflow) = state.steps.addingReportingOverflow(limits.steps)
    state.stepLimit = overflow ? .max : sum
    state.timeLimit = now.advanced(by: limits.virtualTime)
  }

  /// Raises the limits of a run that goes on, counting from here.
  func allow(_ limits: SimulationLimits) {
    guard isOnOwnThread, state.phase == .running else { return }
    let (sum, overflow) = state.steps.addingReportingOverflow(limits.steps)
    state.stepLimit = max(state.stepLimit, overflow ? .max : sum)
    state.timeLimit = max(state.timeLimit, now.advanced(by: limits.virtualTime))
    state.limits = SimulationLimits(
      steps: max(state.limits.steps, limits.steps),
      virtualTime: max(state.limits.virtualTime, limits.virtualTime))
  }

  /// Takes over what other threads have handed in, or returns false if there is nothing.
  private func adoptVisitors() -> Bool {
    var hasAdopted = false
    for event in inbox.removeAll() {
      switch event {
      case .wakeUp(let job, let task): task.take(job)
      case .cancellation(let key): wake(key, .cancelled)
      case .taskCancellation(let task): cancelWait(of: task)
      case .call: continue
      }
      hasAdopted = true
    }
    return hasAdopted
  }
}
