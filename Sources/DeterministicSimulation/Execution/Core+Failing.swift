extension Core {
  /// Ends the run with an error, unless one has ended it already.
  func fail(_ code: SimulationError.Code, site: SourceSite? = nil, detail: String? = nil) {
    guard state.phase == .running else { return }
    state.footprint.marks.formUnion(.everything)
    state.failure = makeError(code, site: site, detail: detail)
    state.phase = .ending
  }

  /// Throws if the simulation can't serve its caller: it has failed, or the caller is not its own.
  @inline(__always)
  func admit(_ name: String, site: SourceSite?) async throws {
    guard isOnOwnThread, isServing else {
      return try await refuse(name, site: site)
    }
  }

  /// Whether calls are still served, on the core's own thread.
  var isServing: Bool { state.phase == .running || state.phase == .ending }

  private func refuse(_ name: String, site: SourceSite?) async throws {
    guard isOnOwnThread else {
      reportForeignCall(name, at: site)
      throw SimulationError.foreignCall(name, site: site, time: now)
    }
    await countCall()
    throw state.failure ?? CancellationError()
  }

  /// Notes a call that another thread made; the run fails when its own thread sees the note.
  func reportForeignCall(_ name: String, at site: SourceSite?) {
    inbox.append(.call(name: name, site: site))
  }

  /// How long a run that seems stuck waits, in real time, for a foreign thread to wake it.
  private static var graceInMilliseconds: Int { 100 }

  /// Fails for the first thing that another thread did.
  func failForForeignEvents() {
    for event in inbox.removeAll() {
      switch event {
      case .call(let name, let site):
        fail(.foreignCall, site: site, detail: SimulationError.foreignCallDetail(name))
      case .cancellation(let key):
        fail(.foreignCall, detail: SimulationError.foreignCallDetail("cancel()"))
        wake(key, .cancelled)
      case .taskCancellation(let task):
        fail(.foreignCall, detail: SimulationError.foreignCallDetail("cancel()"))
        cancelWait(of: task)
      case .wakeUp(let job, let task):
        fail(
          .foreignWakeUp, site: task.site,
          detail: """
            the task "\(task.label)" was woken by a thread outside of its simulation; \
            it was spawned
            """)
        task.take(job)
      }
    }
  }

  /// Fails because a task waits here that would go on elsewhere.
  func failForEscape(at site: SourceSite?, inActor isIsolated: Bool) {
    guard state.phase == .running, let id = state.current else { return }
    let current = state.tasks[id]
    // Inside of an actor it may be anybody's whose message has been run in the same job.
    let origin =
      isIsolated
      ? "perhaps started with Task {} inside of an actor or with Task.immediate"
      : "started by \"\(current.label)\", perhaps with Task.immediate"
    fail(
      .escapedTask, site: site ?? current.site,
      detail: """
        a task outside of this simulation, \(origin), has waited in it\
        \(site == nil ? "; the latter was spawned" : "")
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
    SimulationError(
      code: code, time: now, steps: state.steps, unfinished: unfinishedTasks, site: site,
      detail: detail ?? describe(code))
  }

  /// What is most likely if a body has not even begun.
  private static var mainActorHint: String {
    """
    . A body that is given where the main actor is, as in main.swift, belongs to the main actor, \
    whose thread waits here, unless it begins with { @concurrent sim in
    """
  }

  private func describe(_ code: SimulationError.Code) -> String {
    switch code {
    case .deadlock:
      """
      deadlock: nothing is runnable and no timer can fire. If nothing below should be stuck, look \
      for what left the simulation: Task {}, Task.detached, MainActor, Task.sleep, or a callback \
      of a foreign executor\(state.steps > 1 ? "" : Self.mainActorHint)
      """
    case .leak: "the body has ended, but a task that it spawned never can"
    case .stepLimit:
      """
      the limit of \(state.limits.steps) steps is used up\
      \(state.tasks.busiest.map { ", most by \"\($0.label)\"" } ?? "")
      """
    case .timeLimit: "the limit of \(state.limits.virtualTime) of virtual time is used up"
    case .foreignCall, .foreignWakeUp, .escapedTask, .divergence, .nondeterminism: code.rawValue
    }
  }

  var unfinishedTasks: [UnfinishedTask] {
    let entries = state.queue.entries
    return state.tasks.inOrder.compactMap { task in
      let lanes = entries.compactMap { entry -> PendingWait? in
        guard entry.task == task.id, case .laneJob(_, let lane) = entry.work else { return nil }
        return .lane(state.lanes[lane].name)
      }
      var waits = state.waits.reasons(of: task.id) + lanes
      if waits.isEmpty {
        let isRunnable = task.id == state.current || entries.contains { $0.task == task.id }
        if !isRunnable, task.kind == .executor { return nil }
        waits = [isRunnable ? .runnable : .unknown]
      }
      return UnfinishedTask(
        label: task.label, site: task.site, waits: waits,
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
    _ name: String, site: SourceSite?, time: VirtualInstant
  ) -> SimulationError {
    SimulationError(
      code: .foreignCall, time: time, steps: 0, unfinished: [], site: site,
      detail: foreignCallDetail(name))
  }
}
