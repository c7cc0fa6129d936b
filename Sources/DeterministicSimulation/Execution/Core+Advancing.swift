extension Core {
  /// Waits until time has come to a deadline and nothing is left to run there.
  ///
  /// It is a timer that falls due last of its instant: it is looked at only when nothing is
  /// runnable, so what fell due before it has then run, with all that followed.
  func advance(to deadline: VirtualInstant, at site: SourceSite) async throws {
    try await admit("advance", site: site)
    let target = max(deadline, now)
    state.footprint.insertAside(Footprint.timers, isWrite: true)
    let key = reserve(
      for: .advance(to: target), at: site, inActor: Self.isActor(#isolation))
    state.timers.insert(key, deadline: target.nanoseconds, isLast: true)
    try await park(key)
  }

  /// Waits until no task sleeps any more, apart from background tasks.
  func runClock(at site: SourceSite) async throws {
    try await admit("run()", site: site)
    state.footprint.insertAside(Footprint.timers, isWrite: true)
    let key = reserve(for: .allSleeps, at: site, inActor: Self.isActor(#isolation))
    state.clockRuns.append(key)
    try await park(key)
  }

  /// Lets the first go on that waits for the end of all sleeps, if nothing that is awaited sleeps.
  func endRunOfClock() -> Bool {
    guard !state.clockRuns.isEmpty, !isSomethingAsleep else { return false }
    let waits = state.waits
    state.clockRuns.removeAll { !waits.isParked($0) }
    guard !state.clockRuns.isEmpty else { return false }
    noteIdleness()
    return wake(state.clockRuns.removeFirst(), .arrived)
  }

  /// Whether a timer will fire for a task that is not in the background.
  private var isSomethingAsleep: Bool {
    state.timers.contains { timer in
      timer.deadline < .max && state.waits.isParked(timer.key)
        && state.tasks.unended(state.waits.task(of: timer.key.slot))?.kind != .background
    }
  }

  /// The tasks, apart from those in the background, for which a timer will fire.
  var sleepingTasks: [UnfinishedTask] {
    state.footprint.insertAside(Footprint.timers, isWrite: true)
    return unfinishedTasks.compactMap { task in
      let sleeps = task.waits.filter { wait in
        switch wait {
        case .sleep(let deadline), .advance(let deadline): deadline.nanoseconds < .max
        default: false
        }
      }
      guard !task.isBackground, !sleeps.isEmpty else { return nil }
      return UnfinishedTask(
        label: task.label, site: task.site, waits: sleeps, isBackground: false)
    }
  }
}

extension Core {
  /// Serves ``VirtualClock/sleep(until:tolerance:)``; inlined for the reason of
  /// ``park(_:)``.
  @inline(__always)
  func sleep(until deadline: VirtualInstant, at site: SourceSite?) async throws {
    guard
      let key = reserveSleep(
        until: deadline, at: site, inActor: Self.isActor(#isolation))
    else {
      return try await passSleep(at: site)
    }
    try await park(key)
  }

  /// Sets the timer that ends a sleep, or returns `nil` if there is nothing to wait for.
  private func reserveSleep(
    until deadline: VirtualInstant, at site: SourceSite?, inActor isIsolated: Bool
  ) -> WaitTable.Key? {
    guard isOnOwnThread, isServing, deadline > now else { return nil }
    let key = reserve(for: .sleep(until: deadline), at: site, inActor: isIsolated)
    state.footprint.marks.formUnion(.timers)
    state.timers.insert(key, deadline: deadline.nanoseconds)
    return key
  }

  /// Goes on without a sleep; a function of its own to keep the frame of a sleep small.
  @inline(never)
  private func passSleep(at site: SourceSite?) async throws {
    try await admit("sleep", site: site)
    await countCall()
    try Task.checkCancellation()
  }
}
