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

  /// How long a run that seems stuck waits, in real time, for a foreign thread to wake it.
  private static var graceInMilliseconds: Int { 50 }

  /// Fails for the first thing that another thread did.
  func failForForeignEvents() {
    for event in inbox.removeAll() {
      switch event {
      case .call(let name, let site):
        fail(.foreignCall, site: site, detail: SimulationError.foreignCallDetail(name))
      case .wakeUp(let job, let task):
        fail(
          .foreignWakeUp, site: task.site,
          detail: """
            the task "\(task.label)" was woken by a thread outside of its simulation; \
            it was spawned
            """)
        enqueue(.job(job), of: task)
      }
    }
  }

  /// Fails because a task that waited here goes on elsewhere.
  func failForEscape(of parked: Parked) {
    guard phase == .running, let current else { return }
    fail(
      .escapedTask, site: parked.site ?? current.site,
      detail: """
        a task without this simulation's executor, started by "\(current.label)", perhaps with \
        Task.immediate, has called the simulation\(parked.site == nil ? "; the latter was spawned" : "")
        """)
  }

  /// Gives a thread that escaped the simulation a moment to show itself.
  func isWokenByForeignThread() -> Bool {
    guard options.hasGrace else { return false }
    for _ in 0..<Self.graceInMilliseconds where inbox.isEmpty {
      ThreadIdentity.pause(milliseconds: 1)
    }
    return !inbox.isEmpty
  }

  /// Describes a failure as of now.
  func makeError(
    _ code: SimulationError.Code, site: SourceSite?, detail: String?
  ) -> SimulationError {
    let unfinished = unfinishedTasks
    return SimulationError(
      code: code, time: now, steps: steps, unfinished: unfinished, site: site,
      detail: detail ?? describe(code, unfinished))
  }

  private func describe(_ code: SimulationError.Code, _ unfinished: [UnfinishedTask]) -> String {
    switch code {
    case .deadlock:
      """
      deadlock: nothing is runnable and no timer is set. If nothing below should be stuck, look \
      for what left the simulation: Task {}, Task.detached, MainActor, Task.sleep, or a callback \
      of a foreign executor
      """
    case .leak: "the body has ended, but a task that it spawned never can"
    case .stepLimit:
      """
      the limit of \(options.limits.steps) steps is used up\
      \(unfinished.max { $0.steps < $1.steps }.map { ", most by \"\($0.label)\"" } ?? "")
      """
    case .timeLimit: "the limit of \(options.limits.virtualTime) of virtual time is used up"
    case .foreignCall, .foreignWakeUp, .escapedTask, .divergence, .nondeterminism: code.rawValue
    }
  }

  private var unfinishedTasks: [UnfinishedTask] {
    tasks.inOrder.compactMap { task in
      var reasons = waits.reasons(of: task) + queue.lanes(of: task).map(PendingWait.lane)
      if reasons.isEmpty {
        if task === current || task.runnableJobs > 0 {
          reasons = [.runnable]
        } else if task.kind == .executor {
          return nil
        } else {
          reasons = [.unknown]
        }
      }
      return UnfinishedTask(
        label: task.label, site: task.site, waits: reasons, steps: task.steps,
        isBackground: task.kind == .background)
    }
  }
}

extension SimulationError {
  static func foreignCallDetail(_ name: String) -> String {
    "\(name) was called from a thread outside of its simulation"
  }

  /// What a foreign caller gets; the unfinished tasks are not its to read.
  static func foreignCall(
    _ name: String, site: SourceSite?, time: VirtualClock.Instant
  ) -> SimulationError {
    SimulationError(
      code: .foreignCall, time: time, steps: 0, unfinished: [], site: site,
      detail: foreignCallDetail(name))
  }
}
