internal import Synchronization

/// The heart of one run: runnable jobs, parked tasks, timers, and the loop that drives them.
///
/// Everything but the inbox and the current instant belongs to the thread that made the core; each
/// way in checks that it is on that thread. This is what makes the class safe to share.
final class Core: @unchecked Sendable {
  let limits: SimulationLimits
  let inbox = ForeignInbox()
  private let thread = ThreadIdentity()
  private let currentInstant = Atomic<Int64>(0)

  private(set) var queue = RunQueue()
  private(set) var timers = TimerHeap()
  var waits = WaitTable()
  var tasks = TaskRegistry()

  private(set) var steps = 0
  private var stepLimit: Int
  private(set) var current: TaskFacade?
  private(set) var failure: SimulationError?
  private(set) var phase = Phase.running

  /// Set while a continuation is resumed, whose job is then part of the same step.
  private var isResuming = false
  private var resumedJob: RunQueue.Entry?

  enum Phase {
    case running
    /// The body has thrown, which ends the run whatever else is runnable.
    case stopped
    /// The run has failed; what is parked is woken with an error, so that it can clean up.
    case unwinding
    case over
  }

  init(limits: SimulationLimits) {
    self.limits = limits
    stepLimit = limits.steps
  }

  var isOnOwnThread: Bool { thread.isCurrent }

  var now: VirtualClock.Instant {
    VirtualClock.Instant(nanoseconds: currentInstant.load(ordering: .relaxed))
  }
}

// MARK: - The loop

extension Core {
  /// Runs until the body and all that it spawned have ended, or the run has failed.
  func run() {
    while failure == nil, phase == .running {
      if !inbox.isEmpty {
        failForForeignEvents()
      } else if let entry = queue.take() {
        execute(entry)
      } else if tasks.awaited == 0 {
        guard endBackground() else { break }
      } else if !fireTimers(), !isWokenByForeignThread() {
        fail(tasks.hasBody ? .deadlock : .leak)
      }
    }
    unwind()
  }

  private func execute(_ entry: RunQueue.Entry) {
    guard steps < stepLimit else { return fail(.stepLimit) }
    steps += 1
    entry.task.steps += 1
    entry.task.runnableJobs -= 1
    current = entry.task
    switch entry.work {
    case .job(let job):
      entry.task.run(job)
    case .wake(let continuation, let wake):
      isResuming = true
      continuation.resume(wake)
      isResuming = false
      if let entry = resumedJob.take(), case .job(let job) = entry.work {
        entry.task.run(job)
      }
    }
    current = nil
  }

  /// Jumps to the next deadline and makes all that falls due then runnable.
  private func fireTimers() -> Bool {
    guard let deadline = timers.nextDeadline else { return false }
    guard deadline <= VirtualClock.Instant.zero.advanced(by: limits.virtualTime).nanoseconds else {
      fail(.timeLimit)
      return true
    }
    currentInstant.store(deadline, ordering: .relaxed)
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
    for case .wakeUp(let job, let task) in inbox.removeAll() { enqueue(job, of: task) }
    for key in waits.parkedKeys { wake(key, .abandoned) }
    for task in tasks.inOrder { task.task?.cancel() }
    while steps < stepLimit, let entry = queue.take() { execute(entry) }
    phase = .over
    queue.removeAll()
    tasks.removeAll()
  }
}

// MARK: - What tasks do

extension Core {
  /// Takes a job from the concurrency runtime, on whatever thread that calls.
  func enqueue(_ job: UnownedJob, of task: TaskFacade) {
    guard isOnOwnThread else { return inbox.append(.wakeUp(job, task)) }
    // A task that could not be unwound may still be woken by its user; it stays where it is.
    guard phase != .over else { return }
    let entry = RunQueue.Entry(work: .job(job), task: task)
    if isResuming, resumedJob == nil {
      resumedJob = entry
    } else {
      makeRunnable(entry)
    }
  }

  /// Notes that a task's operation has returned or thrown.
  func finish(_ task: TaskFacade, throwing: Bool) {
    tasks.remove(task)
    if task.kind == .body, throwing, phase == .running { phase = .stopped }
  }

  /// Makes a parked task runnable; does nothing if it has been woken already.
  func wake(_ key: WaitTable.Key, _ wake: Wake) {
    guard let continuation = waits.unpark(key), let task = waits.task(at: key) else {
      return waits.wakeEarly(key, wake)
    }
    timers.remove(slot: key.slot)
    makeRunnable(RunQueue.Entry(work: .wake(continuation, wake), task: task))
  }

  /// Suspends the calling task until it is woken or cancelled.
  func park(
    for reason: PendingWait, deadline: VirtualClock.Instant? = nil,
    isolation: isolated (any Actor)?
  ) async -> Wake {
    let key = waits.reserve(for: current, reason: reason)
    let wake = await withTaskCancellationHandler {
      await Parked.suspend { continuation in
        if let early = waits.park(continuation, at: key) {
          continuation.resume(early)
        } else if let deadline {
          timers.insert(slot: key.slot, deadline: deadline.nanoseconds)
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
    return wake
  }

  /// Lets every other runnable job have its turn.
  func step(isolation: isolated (any Actor)?) async {
    guard phase == .running, let task = current else { return await countCall() }
    _ = await Parked.suspend { continuation in
      makeRunnable(RunQueue.Entry(work: .wake(continuation, .arrived), task: task))
    }
  }

  /// Counts a call that returns without waiting, so that a loop of such calls ends too.
  func countCall(isolation: isolated (any Actor)? = #isolation) async {
    steps += 1
    current?.steps += 1
    guard steps > stepLimit else { return }
    if phase == .running { fail(.stepLimit) }
    // The loop that spins here may ignore errors; parking it for good is what stops it.
    _ = await Parked.suspend { _ in }
  }

  private func makeRunnable(_ entry: RunQueue.Entry) {
    entry.task.runnableJobs += 1
    queue.append(entry)
  }
}

// MARK: - Failing

extension Core {
  /// Ends the run with an error, unless one has ended it already.
  func fail(_ code: SimulationError.Code, site: SourceSite? = nil, detail: String? = nil) {
    guard failure == nil else { return }
    failure = makeError(code, site: site, detail: detail)
  }

  /// Throws if the simulation can't serve its caller: it has failed, or the caller is not its own.
  func admit(_ name: String, site: SourceSite?) throws {
    guard isOnOwnThread else {
      reportForeignCall(name, at: site)
      throw SimulationError.foreignCall(name, site: site, time: now)
    }
    guard phase == .running || phase == .stopped else { throw failure ?? CancellationError() }
  }

  /// Notes a call that another thread made; the run fails when its own thread sees the note.
  func reportForeignCall(_ name: String, at site: SourceSite?) {
    inbox.append(.call(name: name, site: site))
  }
}
