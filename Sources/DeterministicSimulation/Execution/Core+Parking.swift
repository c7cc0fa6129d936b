extension Core {
  /// Takes work from the concurrency runtime on the core's own thread.
  func enqueue(_ entry: RunQueue.Entry) {
    // A task that could not be unwound may still be woken by its user; it stays where it is.
    guard state.phase != .over else { return }
    if state.isResuming, state.resumedJob == nil {
      state.resumedJob = entry
    } else {
      noteSegment(endedBy: entry.task)
      touch(task: entry.task)
      makeRunnable(entry)
    }
  }

  /// Makes a parked task runnable, or returns false if it has been woken already.
  @discardableResult
  func wake(_ key: WaitTable.Key, _ wake: Wake) -> Bool {
    // Whether there is somebody to wake is a thing to look at, too.
    if let task = state.waits.waiter(at: key) { touch(task: task) }
    guard let (parked, task, target) = state.waits.unpark(key, wake) else { return false }
    makeRunnable(RunQueue.Entry(work: .wake(parked), task: task, target: target))
    return true
  }

  /// Sets a slot aside for the calling task, which is about to wait.
  func reserve(
    for reason: WaitReason, at site: SourceSite?, inActor isIsolated: Bool
  ) -> WaitTable.Key {
    let task = identifyWaiter(at: site, inActor: isIsolated)
    if options.records { state.recording.waits(reason.hash) }
    return state.waits.reserve(for: task, reason: reason)
  }

  /// Suspends the calling task until it is woken or cancelled.
  ///
  /// Each asynchronous call looks its executor up when it begins and when it returns, which is a
  /// tenth of what a sleep costs. So this is always inlined, and goes without an isolated parameter
  /// where it can. What it calls is not, because all that is inlined takes room in the frame that
  /// every sleeping task keeps, and with it decides how many of them fit into a cache.
  ///
  /// - Parameter key: The reserved key, which whoever is to wake the task has already.
  @inline(__always)
  func park(_ key: WaitTable.Key) async throws {
    if noteWait(key) {
      let isIsolated = Self.isActor(#isolation)
      await unsafe withUnsafeContinuation { continuation in
        park(unsafe Parked(continuation, isIsolated: isIsolated), key)
      }
    } else if Self.isActor(#isolation) {
      await parkInActor(key)
    } else {
      await withTaskCancellationHandler {
        await unsafe withUnsafeContinuation { continuation in
          park(unsafe Parked(continuation, isIsolated: false), key)
        }
      } onCancel: {
        cancel(key)
      }
    }
    try finish(key)
  }

  /// Suspends a task that waits inside an actor, so that it hops there only once when it goes on.
  @inline(never)
  private func parkInActor(
    _ key: WaitTable.Key, isolation: isolated (any Actor)? = #isolation
  ) async {
    await withTaskCancellationHandler {
      // A closure has the isolation of its context only if it captures it.
      _ = isolation
      await unsafe withUnsafeContinuation { continuation in
        park(unsafe Parked(continuation, isIsolated: true), key)
      }
    } onCancel: {
      cancel(key)
    }
  }

  @inline(never)
  private func park(_ parked: Parked, _ key: WaitTable.Key) {
    guard !state.waits.park(parked, at: key) else { return endSegment() }
    // A cancelled task that waits again and again never suspends, so the loop does not count it.
    if isWithinLimit() { parked.resume() }
  }

  /// Lets every other runnable job have its turn.
  ///
  /// - Parameter target: What the caller touches next, unless its site is all that is known.
  @inline(__always)
  func step(at site: SourceSite, before target: StepTarget? = nil) async {
    let isIsolated = Self.isActor(#isolation)
    guard let task = stepper(at: site, inActor: isIsolated) else { return await countCall() }
    _ = await unsafe withUnsafeContinuation { continuation in
      let parked = unsafe Parked(continuation, isIsolated: isIsolated)
      makeRunnable(
        RunQueue.Entry(
          work: .step(parked, site), task: task, target: target ?? StepTarget(site)))
    }
  }

  /// The number of the task that is about to give others their turn; `nil` if they don't get one.
  private func stepper(at site: SourceSite, inActor isIsolated: Bool) -> Int? {
    guard state.phase == .running else { return nil }
    // Outside of actors the task is that of the job, and who it is takes as long as half a step.
    guard isIsolated else { return state.current }
    defer { endSegment() }
    return identifyWaiter(at: site, inActor: true)
  }

  /// Whether an isolation is that of an actor.
  ///
  /// The comparison stands by itself because within a function of its caller's isolation it crashes
  /// the optimiser (Swift 6.3.1).
  @inline(never)
  static func isActor(_ isolation: (any Actor)?) -> Bool { isolation != nil }

  /// Counts a call that returns without waiting, so that a loop of such calls ends too.
  func countCall() async {
    guard !isWithinLimit() else { return }
    // The loop that spins here may ignore errors. It gets the chance to heed its cancellation; then
    // parking it for good is what stops it.
    guard Task.isCancelled else {
      try? await park(reserve(for: .runnable, at: nil, inActor: Self.isActor(#isolation)))
      return
    }
    await unsafe withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
  }

  /// Counts a step that is not the loop's, and returns false if it is one too many.
  private func isWithinLimit() -> Bool {
    state.steps += 1
    if let current = state.current { state.tasks.countStep(of: current) }
    guard state.steps > state.stepLimit else { return true }
    fail(.stepLimit)
    return false
  }

  @inline(never)
  private func finish(_ key: WaitTable.Key) throws {
    // A task that escaped goes on elsewhere.
    guard isOnOwnThread else { throw CancellationError() }
    switch state.waits.release(key) {
    case .arrived, .none: break
    case .cancelled: throw CancellationError()
    case .abandoned: throw state.failure ?? CancellationError()
    }
  }

  private func makeRunnable(_ entry: RunQueue.Entry) {
    if options.records { state.recording.becameRunnable(state.tasks[entry.task]) }
    state.queue.append(entry)
  }
}
