extension Core {
  /// Takes a job from the concurrency runtime, on whatever thread that calls.
  func enqueue(_ work: RunQueue.Entry.Work, of task: TaskFacade) {
    guard isOnOwnThread else {
      if case .job(let job) = work { inbox.append(.wakeUp(job, task)) }
      return
    }
    // A task that could not be unwound may still be woken by its user; it stays where it is.
    guard phase != .over else { return }
    let entry = RunQueue.Entry(work: work, task: task)
    if isResuming, resumedJob == nil, task === current {
      resumedJob = entry
    } else {
      makeRunnable(entry)
    }
  }

  /// Makes a parked task runnable, or returns false if it has been woken already.
  @discardableResult
  func wake(_ key: WaitTable.Key, _ wake: Wake) -> Bool {
    guard let parked = waits.unpark(key), let task = waits.task(at: key) else {
      waits.wakeEarly(key, wake)
      return false
    }
    timers.remove(slot: key.slot)
    makeRunnable(RunQueue.Entry(work: .wake(parked, wake), task: task))
    return true
  }

  /// Suspends the calling task until it is woken or cancelled.
  ///
  /// - Parameter keep: Gets the key by which the task can be woken.
  func park(
    for reason: PendingWait, isolation: isolated (any Actor)?, at site: SourceSite?,
    _ keep: (WaitTable.Key) -> Void
  ) async throws {
    try Task.checkCancellation()
    let key = waits.reserve(for: current, reason: reason)
    let wake = await withTaskCancellationHandler {
      // A closure has the isolation of its context only if it captures it.
      _ = isolation
      return await Parked.suspend(at: site) { parked in
        if let early = waits.park(parked, at: key) {
          parked.resume(early)
        } else {
          keep(key)
        }
      }
    } onCancel: {
      if isOnOwnThread {
        self.wake(key, .cancelled)
      } else {
        reportForeignCall("cancel()", at: nil)
      }
    }
    waits.release(key)
    switch wake {
    case .arrived: break
    case .cancelled: throw CancellationError()
    case .abandoned: throw failure ?? CancellationError()
    }
  }

  /// Lets every other runnable job have its turn.
  func step(isolation: isolated (any Actor)?, at site: SourceSite) async {
    guard phase == .running, let task = current else { return await countCall() }
    _ = await Parked.suspend(at: site) { parked in
      makeRunnable(RunQueue.Entry(work: .wake(parked, .arrived), task: task))
    }
  }

  /// Counts a call that returns without waiting, so that a loop of such calls ends too.
  func countCall(isolation: isolated (any Actor)? = #isolation) async {
    steps += 1
    current?.steps += 1
    guard steps > stepLimit else { return }
    if phase == .running { fail(.stepLimit) }
    // The loop that spins here may ignore errors; parking it for good is what stops it.
    _ = await Parked.suspend(at: nil) { _ in }
  }

  private func makeRunnable(_ entry: RunQueue.Entry) {
    entry.task.runnableJobs += 1
    if options.records { recording.becameRunnable(entry.task) }
    queue.append(entry)
  }
}
