extension Core {
  /// Runs until the body and all that it spawned have ended, or the run has failed.
  func run() {
    while state.phase == .running {
      if !inbox.isEmpty {
        failForForeignEvents()
      } else if !runNext() {
        guard state.tasks.awaited > 0 || endBackground() else { break }
        goOn()
      }
    }
    unwind()
  }

  /// Finds something to run, now that nothing is runnable.
  private func goOn() {
    guard state.queue.isEmpty, state.tasks.awaited > 0, !endRunOfClock(),
      !fireTimers(), !isWokenByForeignThread()
    else { return }
    fail(state.tasks.hasBody ? .deadlock : .leak)
  }

  /// Takes one step, if anything is runnable.
  private func runNext() -> Bool {
    let count = state.queue.count
    guard count > 0 else { return false }
    guard state.steps < state.stepLimit else {
      fail(.stepLimit)
      return true
    }
    let index = count > 1 ? pick() : 0
    guard state.phase == .running, let entry = state.queue.take(at: index) else { return true }
    state.steps += 1
    tell(.ran(task: entry.task, target: entry.target))
    if options.records {
      let choice = Choice(value: index, bound: count)
      state.recording.ran(
        state.tasks[entry.task], choice, step: state.steps, time: now)
    }
    execute(entry)
    return true
  }

  private func execute(_ entry: RunQueue.Entry) {
    countLateStep(of: entry.task)
    state.current = entry.task
    state.last = entry.task
    state.segment = .presumed
    beginFootprint(of: entry.task)
    switch entry.work {
    case .wake(let parked): resume(parked, at: nil)
    case .step(let parked, let site): resume(parked, at: site)
    case .job, .laneJob: run(entry)
    }
    endFootprint()
    state.current = nil
  }

  /// Counts who takes the steps once half of them are used up.
  func countLateStep(of task: Int) {
    if state.steps > state.stepLimit / 2 { state.tasks.countStep(of: task) }
  }

  /// Runs the job that an entry is.
  private func run(_ entry: RunQueue.Entry) {
    switch entry.work {
    case .job(let job, let executor): unsafe job.runSynchronously(on: executor)
    case .laneJob(let job, let lane):
      state.isInLane = true
      touch(state.lanes[lane].resource, isWrite: true)
      state.lanes[lane].run(job, of: state.tasks[entry.task])
    case .wake, .step: break
    }
  }

  /// Lets a parked task go on, and runs it until it next suspends.
  private func resume(_ parked: Parked, at site: SourceSite?) {
    state.isResuming = true
    parked.resume()
    // The runtime hands the task to the executor that it prefers before it returns.
    if let entry = state.resumedJob.take() {
      state.current = entry.task
      // Inside an actor, all that this job does is to hop there by another one.
      state.isResuming = parked.isIsolated
      run(entry)
    } else if !parked.isIsolated {
      failForEscape(at: site, inActor: false)
    }
    state.isResuming = false
    // There is no hop if the actor has messages already, whose job then runs this task too.
    if let hop = state.resumedJob.take() { run(hop) }
    if parked.isIsolated { touchActor() }
  }

  /// Jumps to the next deadline and makes all that falls due then runnable; of what falls due last,
  /// one at a time.
  private func fireTimers() -> Bool {
    // The last instant stands for all that lie beyond it, and none of those comes.
    guard let next = nextTimer(), next.deadline < .max else { return false }
    let instant = VirtualInstant(nanoseconds: next.deadline)
    guard instant <= state.timeLimit else {
      fail(.timeLimit)
      return true
    }
    now = instant
    noteIdleness()
    while let timer = nextTimer(), timer.deadline == next.deadline, timer.isLast == next.isLast {
      state.timers.removeNext()
      wake(timer.key, .arrived)
      if next.isLast { break }
    }
    return true
  }

  /// The next timer for which a task still waits.
  private func nextTimer() -> TimerHeap.Timer? {
    while let timer = state.timers.next {
      if state.waits.isParked(timer.key) { return timer }
      state.timers.removeNext()
    }
    return nil
  }

  private func endBackground() -> Bool {
    guard !state.tasks.isBackgroundCancelled else { return false }
    state.tasks.isBackgroundCancelled = true
    noteIdleness()
    for task in state.tasks.inOrder where task.kind == .background { task.task?.cancel() }
    return true
  }

  /// Lets what is left clean up: parked tasks go on with an error, and everything is cancelled.
  private func unwind() {
    state.phase = .unwinding
    for case .wakeUp(let job, let task) in inbox.removeAll() { task.take(job) }
    for key in state.waits.parkedKeys { wake(key, .abandoned) }
    for task in state.tasks.inOrder { task.task?.cancel() }
    cleanUp()
  }

  /// Runs what is runnable after the end, for a limited number of steps.
  func cleanUp() {
    state.stepLimit = state.steps + 10_000
    while state.steps < state.stepLimit, let entry = state.queue.take() {
      state.steps += 1
      execute(entry)
    }
  }

  /// Lets go of everything; no task of the run goes on after this.
  func close() {
    state.phase = .over
    state.queue.removeAll()
    state.tasks.removeAll()
    state.lanes = []
  }
}
