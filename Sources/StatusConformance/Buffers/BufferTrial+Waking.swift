import ReferenceScenarios
import StatusStreaming

/// Runs in which viewers wait to be woken, and those about the times of events.
extension BufferTrial {
  /// Someone who waits, and the task in which that is done.
  struct Waiter: Sendable {
    let name: String
    let task: RunTask<Void>
  }

  /// What becomes of a trace of which viewers wait for more.
  private enum Fate: CaseIterable {
    case finish, removal, secondRun, nothing, silence
  }

  /// Lets viewers wait for what is written to one trace or two.
  func wakeViewers(_ client: Client) async {
    let stage = client.stage
    stage.allow(work: 2_000)
    let second: [TraceID] = stage.next(below: 2) == 1 && limits.traces ?? 2 > 1 ? ["run-b"] : []
    let runs = ([trace] + second).map { trace in
      stage.spawn("the agent of \(trace)") { await self.writeToWaiting(trace, client) }
    }
    var waiters: [Waiter] = []
    if capabilities.contains(.resumable) {
      waiters.append(wait(for: "never-opened", after: 1, "a stranger", client))
    }
    for run in runs { waiters += (try? await run.value) ?? [] }
    await settle(waiters, client)
  }

  /// Writes to a trace of which viewers wait for more.
  ///
  /// - Returns: those who may still wait.
  private func writeToWaiting(_ trace: TraceID, _ client: Client) async -> [Waiter] {
    let stage = client.stage
    let agent = "the agent of \(trace)"
    let script = script(on: stage, count: 3, writer: trace == self.trace ? 0 : 1)
    let fates = Fate.allCases.filter { $0 != .silence || canOutlast }
    let fate = stage.element(of: fates)
    let isEarly = stage.happens(onceIn: 3)
    if !isEarly { await client.open(trace, by: agent) }
    var waiters = (1...2 + stage.next(below: 2)).map { number in
      follow(trace, "viewer \(number) of \(trace)", waitingFirst: isEarly, client)
    }
    if isEarly {
      try? await stage.clock.sleep(for: .milliseconds(20))
      await client.open(trace, by: agent)
    }
    await write(script, on: client, to: trace, by: agent)
    if stage.next(below: 2) == 1 { waiters += await giveUp(trace, client) }
    if capabilities.contains(.resumable) { waiters.append(comeFromElsewhere(to: trace, client)) }
    await awaitWaking(client)
    if canOutlast, stage.happens(onceIn: 3) {
      // Who looks ever more seldom is late then.
      let silence: Duration = stage.element(of: [.seconds(61), .seconds(20), .seconds(200)])
      try? await stage.clock.sleep(for: min(silence, retention / 2))
    }
    if let capacity, canOverflow, capacity < 100, stage.happens(onceIn: 3) {
      // Who looks for what is kept by how many they are goes wrong when some are gone.
      for number in 1...(capacity + 1) {
        await client.append(.thinking("Looking at file \(number)"), to: trace, by: agent)
      }
    }
    await client.append(.thinking("Nearly there"), to: trace, by: agent)
    await awaitWaking(client)
    // Each may look for news before what comes now, and be written down behind it.
    waiters += (1...4).map { number in
      let name = "late viewer \(number) of \(trace)"
      return follow(trace, name, taking: number == 4 ? 1 : .max, waitingFirst: true, client)
    }
    if stage.next(below: 2) == 0 { try? await stage.clock.sleep(for: .milliseconds(20)) }
    switch fate {
    case .finish: await client.finish(trace, with: script.outcome, by: agent)
    case .removal: await client.remove(trace, by: agent)
    case .secondRun:
      await client.remove(trace, by: agent)
      await client.open(trace, by: agent)
      let viewer = "a viewer of the second run of \(trace)"
      waiters.append(follow(trace, viewer, waitingFirst: true, client))
      try? await stage.clock.sleep(for: .milliseconds(20))
      await client.append(.thinking("Once more"), to: trace, by: agent)
      await awaitWaking(client)
      await client.finish(trace, with: script.outcome, by: agent)
      await awaitWaking(client)
      return waiters
    case .nothing: break
    case .silence:
      try? await stage.clock.sleep(for: retention + .seconds(1))
      await client.read(trace, after: 0, by: "who looks again")
    }
    await awaitWaking(client)
    let newest = client.recorder.recording.acceptedCount(in: trace)
    waiters.append(wait(for: trace, after: newest, "who has seen all of \(trace)", client))
    return waiters
  }

  /// Whether a run can be silent for longer than a trace has to be kept.
  var canOutlast: Bool {
    isExplored && (.zero...Duration.seconds(86_400)).contains(retention)
  }

  /// Begins to wait at the newest number of a trace, as one of another history.
  private func comeFromElsewhere(to trace: TraceID, _ client: Client) -> Waiter {
    let newest = max(client.recorder.recording.acceptedCount(in: trace), 1)
    let own = client.buffer.epoch
    let epochs: [Epoch?] = ["another", nil] + Epoch.alike(to: own)
    let epoch = client.stage.element(of: epochs.filter { $0 != own })
    let cursor = Cursor(SequenceNumber(rawValue: newest), in: epoch)
    let name = "who comes to \(trace) from elsewhere"
    let task = client.stage.spawn(name) {
      await client.wait(for: trace, afterOther: cursor, by: name)
    }
    return Waiter(name: name, task: task)
  }

  /// Begins to follow a trace by waiting for what comes.
  private func follow(
    _ trace: TraceID, _ name: String, taking limit: Int = .max, waitingFirst: Bool, _ client: Client
  ) -> Waiter {
    let task = client.stage.spawn(name) {
      var viewer = BufferViewer(name, of: trace, on: client)
      await viewer.follow(taking: [limit], atMost: 400, waitingFirst: waitingFirst)
    }
    return Waiter(name: name, task: task)
  }

  private func wait(
    for trace: TraceID, after cursor: Int, _ name: String, _ client: Client
  ) -> Waiter {
    let task = client.stage.spawn(name) {
      _ = await client.wait(for: trace, after: cursor, by: name)
    }
    return Waiter(name: name, task: task)
  }

  /// Begins to wait where others do, and is cancelled; others may come before that and behind it.
  private func giveUp(_ trace: TraceID, _ client: Client) async -> [Waiter] {
    let stage = client.stage
    let newest = client.recorder.recording.acceptedCount(in: trace)
    let name = "who gives up \(trace)"
    let waiter = wait(for: trace, after: newest, name, client)
    let hasCompany = stage.next(below: 2) == 1
    var waiters = [waiter]
    if hasCompany {
      try? await stage.clock.sleep(for: .milliseconds(1))
      waiters.append(wait(for: trace, after: newest, "who comes to \(trace) then", client))
    }
    if hasCompany || stage.next(below: 4) > 0 {
      try? await stage.clock.sleep(for: .milliseconds(5))
    }
    // Before it waits, the task may be cancelled as well.
    _ = client.recorder.update { $0.cancelWait(of: name, at: stage.clock.now) }
    waiter.task.cancel()
    if hasCompany {
      try? await stage.clock.sleep(for: .milliseconds(5))
      waiters.append(wait(for: trace, after: newest, "who comes to \(trace) last", client))
      try? await stage.clock.sleep(for: .milliseconds(5))
    }
    return waiters
  }

  /// Lets time pass until all are awake who have to be, or for as long as they may take.
  private func awaitWaking(_ client: Client) async {
    let clock = client.stage.clock
    let deadline = clock.now.advanced(by: client.recorder.recording.patience)
    var pause = Duration.milliseconds(1)
    repeat {
      guard (try? await clock.sleep(for: pause)) != nil else { return }
      pause = min(pause * 2, .seconds(1))
      let recording = client.recorder.update { [now = clock.now] recording in
        recording.lastLook = now.elapsed
        return recording
      }
      let lives = recording.lives(keptFor: retention)
      let judgement = WakingJudgement(of: recording, lives, byteLimit: limits.bytes)
      if !judgement.isSomebodyAsleep { return }
    } while clock.now < deadline
  }

  /// Lets all be woken who have to be when everything is written, and cancels the others.
  func settle(_ waiters: [Waiter], _ client: Client) async {
    client.recorder.update { $0.isWritten = true }
    await awaitWaking(client)
    for waiter in waiters {
      let now = client.stage.clock.now
      if client.recorder.update({ $0.dismiss(waiter.name, at: now) }) {
        waiter.task.cancel()
      }
    }
    await awaitWaking(client)
    let stuck = client.recorder.recording.calls.filter { $0.isWait && $0.answer == nil }
      .map(\.caller)
    for waiter in waiters where !stuck.contains(waiter.name) { try? await waiter.task.value }
  }

  /// Writes to a trace that is opened late and has pauses, more than it keeps if that is bounded.
  func writeInTime(_ client: Client) async {
    let stage = client.stage
    let script = script(on: stage)
    try? await stage.clock.sleep(for: .milliseconds(70))
    await client.open(trace)
    await write(script, on: client, to: trace)
    await client.read(trace, after: 0, limit: stage.element(of: [.max, 1, 2]), by: "viewer 1")
    try? await stage.clock.sleep(for: .milliseconds(30))
    if let capacity, canOverflow {
      for number in 1...(capacity + stage.next(below: capacity + 1)) {
        if number % 3 == 1 { try? await stage.clock.sleep(for: .milliseconds(5)) }
        await client.append(.thinking("Looking at file \(number)"), to: trace)
      }
    }
    await client.read(trace, after: 0, limit: stage.element(of: [.max, 1, 2]), by: "viewer 2")
    await client.finish(trace, with: script.outcome)
    await client.read(trace, after: 0, by: "viewer 3")
    try? await stage.clock.sleep(for: .milliseconds(40))
    await client.read(trace, after: 0, by: "viewer 4")
  }
}
