extension Core {
  /// Runs until the body and all that it spawned have ended, or the run has failed.
  func run() {
    while failure == nil, phase == .running {
      if !inbox.isEmpty {
        failForForeignEvents()
      } else if !runNext() {
        guard tasks.awaited > 0 || endBackground() else { break }
        goOn()
      }
    }
    unwind()
  }

  /// Finds something to run, now that nothing is runnable.
  private func goOn() {
    guard queue.isEmpty, tasks.awaited > 0, !fireTimers(), !isWokenByForeignThread() else {
      return
    }
    fail(tasks.hasBody ? .deadlock : .leak)
  }

  /// Takes one step, if anything is runnable.
  private func runNext() -> Bool {
    let count = queue.count
    guard count > 0 else { return false }
    guard steps < stepLimit else {
      fail(.stepLimit)
      return true
    }
    let choice = Choice(value: count > 1 ? pick() : 0, bound: count)
    guard failure == nil, let entry = queue.take(at: choice.value) else { return true }
    steps += 1
    if options.records { recording.ran(entry.task, choice, step: steps, time: now) }
    execute(entry)
    return true
  }

  private func execute(_ entry: RunQueue.Entry) {
    entry.task.steps += 1
    entry.task.runnableJobs -= 1
    current = entry.task
    last = entry.task.id
    switch entry.work {
    case .wake(let parked, let wake):
      resume(parked, wake)
    default:
      entry.run()
    }
    current = nil
  }

  /// Lets a parked task go on, and runs it until it next suspends.
  private func resume(_ parked: Parked, _ wake: Wake) {
    isResuming = true
    parked.resume(wake)
    // The runtime hands the task to the executor that it prefers before it returns.
    guard let job = resumedJob.take() else {
      isResuming = false
      return failForEscape(of: parked)
    }
    // Inside an actor, all that this job does is to hop there by another one.
    isResuming = parked.isIsolated
    job.run()
    isResuming = false
    resumedJob.take()?.run()
  }

  /// Jumps to the next deadline and makes all that falls due then runnable.
  private func fireTimers() -> Bool {
    guard let deadline = timers.nextDeadline else { return false }
    let instant = VirtualClock.Instant(nanoseconds: deadline)
    guard instant <= .zero.advanced(by: options.limits.virtualTime) else {
      fail(.timeLimit)
      return true
    }
    now = instant
    while timers.nextDeadline == deadline, let slot = timers.removeNext() {
      wake(waits.key(ofSlot: slot), .arrived)
    }
    return true
  }

  private func endBackground() -> Bool {
    guard !tasks.isBackgroundCancelled else { return false }
    tasks.isBackgroundCancelled = true
    for task in tasks.inOrder where task.kind == .background { task.task?.cancel() }
    return true
  }

  /// Lets what is left clean up: parked tasks go on with an error, and everything is cancelled.
  private func unwind() {
    phase = .unwinding
    stepLimit = steps + 10_000
    for case .wakeUp(let job, let task) in inbox.removeAll() { enqueue(.job(job), of: task) }
    for key in waits.parkedKeys { wake(key, .abandoned) }
    for task in tasks.inOrder { task.task?.cancel() }
    while steps < stepLimit, let entry = queue.take() {
      steps += 1
      execute(entry)
    }
    phase = .over
    queue.removeAll()
    tasks.removeAll()
  }
}
