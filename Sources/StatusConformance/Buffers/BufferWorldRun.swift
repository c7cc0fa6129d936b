import ReferenceScenarios
import StatusStreaming

/// What is done with one trace of a world.
struct BufferWorldRun<Buffer: StatusBuffering>: Sendable {
  let world: World<BufferSituation>
  let trace: TraceID
  let client: BufferClient<Buffer>
  /// What tells its texts from those of other traces.
  let marker: String
  /// How many updates there are.
  let count: Int
  let capacity: Int?
  let byteLimit: Int?
  let retention: Duration
  /// The texts that are much alike in this world.
  let likeTexts: [String]

  var agent: String { "the agent of \(trace)" }
  private var stage: Stage { client.stage }

  private var content: WorldContent {
    var content = WorldContent(
      hasOddTexts: world.has(.oddTexts), hasLongTexts: world.has(.longTexts),
      hasOddFields: world.has(.oddFields), hasRepetitions: world.has(.repetitions),
      likeTexts: likeTexts)
    // What is large is said once in a world.
    guard marker.isEmpty else { return content }
    if world.has(.manyParts) {
      content.partCounts = world.situations.count == 1 ? [1_001] : WorldContent.manyParts
    }
    if world.has(.hugeText) { content.hugeText = max(count / 2, 1) }
    return content
  }

  /// Writes to the trace, which is open, and does what else may happen to it.
  func perform() async {
    let remover = world.has(.removal) ? stage.spawn("who removes \(trace)") { await remove() } : nil
    await run(marker: marker)
    if world.has(.stragglers) { await straggle() }
    try? await remover?.value
    if world.has(.secondRun) {
      note(.secondRun)
      if stage.next(below: 2) == 1 { try? await stage.clock.sleep(for: .milliseconds(300)) }
      await client.remove(trace, by: agent)
      await client.read(trace, after: 0, by: "who looks again")
      await client.open(trace, by: agent)
      await run(marker: marker + "again: ")
    }
    if world.has(.cancelledCalls) { await removeWhenCancelled() }
  }

  /// Removes the trace in a task that is cancelled, and uses its id once more.
  private func removeWhenCancelled() async {
    note(.cancelledCalls)
    await client.perform("who is stopped and removes \(trace)") {
      await client.remove(trace, by: $0)
    }
    await client.read(trace, after: 0, by: "who looks again")
    await client.open(trace, by: agent)
    await client.append(.thinking(marker + "Once more"), to: trace, by: agent)
    await client.finish(trace, with: .complete(FinalAnswer(text: "once more")), by: agent)
  }

  /// Opens the trace, which somebody else does or has done.
  func openAsIntruder() async {
    note(.rivalOpening)
    await client.open(trace, by: "an intruder")
  }

  private func run(marker: String) async {
    if world.has(.rivalOpening) {
      await openAsIntruder()
    }
    let rival =
      world.has(.rivalEnds) ? stage.spawn("who times it out") { await self.timeOut() } : nil
    let writers = world.has(.severalWriters) ? 2 + stage.next(below: 3) : 1
    if writers > 1 {
      note(.severalWriters)
      let tasks = (0..<writers).map { index in
        let share = count / writers + (index < count % writers ? 1 : 0)
        let name = "writer \(index + 1) of \(trace)"
        return stage.spawn(name) {
          await write(share, marker: marker + (index == 0 ? "" : "\(index + 1): "), by: name)
        }
      }
      for task in tasks { try? await task.value }
    } else {
      await write(count, marker: marker, by: agent)
    }
    if let capacity, count > capacity { note(.overflow) }
    note(updates: count)
    if world.has(.cancelledWriters) {
      await stop(marker: marker)
    } else if !world.has(.openEnd) {
      await client.finish(trace, with: outcome(marker: marker), by: agent)
    } else {
      note(.openEnd)
    }
    try? await rival?.value
  }

  /// Ends the run in a task that is cancelled, in which somebody may say something before.
  private func stop(marker: String) async {
    note(.cancelledWriters)
    let reason = stage.element(of: ["the user has gone", "", "the server stops"])
    let speaks = stage.next(below: 2) == 1
    let task = stage.spawn(agent) {
      if speaks { await client.append(.thinking(marker + "Stopping"), to: trace, by: agent) }
      await client.finish(trace, with: .cancelled(reason: reason), by: agent)
    }
    task.cancel()
    try? await task.value
  }

  private func write(_ count: Int, marker: String, by writer: String) async {
    let content = content
    let silentPlace =
      world.has(.silence) ? stage.element(of: [count, stage.next(below: count + 1)]) : -1
    var mayRest = world.has(.silence) && byteLimit != nil
    for number in 0..<count {
      if number == silentPlace {
        note(.silence)
        try? await stage.clock.sleep(for: silence())
      } else if world.has(.pauses) {
        let pause = stage.pause()
        if pause > .zero { try? await stage.clock.sleep(for: pause) }
      } else if stage.happens(onceIn: 4) {
        await stage.step()
      }
      var update = content.update(number + 1, marker: marker, on: stage)
      if let filling = filling(among: count), let message = update.message {
        update.message = message + filling
      }
      let isAccepted = await client.append(update, to: trace, by: writer)
      if mayRest, !isAccepted {
        // What was begun at a refusal may still be going on, and meet what comes after minutes.
        mayRest = false
        if stage.next(below: 2) == 1 { try? await stage.clock.sleep(for: silence()) }
      }
    }
    if count == silentPlace {
      note(.silence)
      try? await stage.clock.sleep(for: silence())
    }
  }

  /// What makes texts so long that not all are held, if that is to happen.
  private func filling(among count: Int) -> String? {
    guard let byteLimit, world.has(.byteOverflow) else { return nil }
    note(.byteOverflow)
    let size = byteLimit / max(count, 1)
    let character = stage.element(of: ["x", "日"])
    let bytes = stage.element(of: [size, size / 2, 2 * size, byteLimit])
    return String(repeating: character, count: bytes / character.utf8.count)
  }

  private func outcome(marker: String) -> TraceOutcome {
    var endings: [AgentScript.Ending] = []
    if world.has(.failing) { endings.append(.failed) }
    if world.has(.cancelled) { endings.append(.cancelled) }
    let ending = endings.isEmpty ? .complete : stage.element(of: endings)
    switch ending {
    case .failed: note(.failing)
    case .cancelled: note(.cancelled)
    case .complete: break
    }
    return content.outcome(ending, marker: marker, on: stage)
  }

  private func timeOut() async {
    note(.rivalEnds)
    if world.has(.pauses) { try? await stage.clock.sleep(for: stage.pause() * 3) }
    for _ in 0..<stage.next(below: 2 * count + 4) { await stage.step() }
    await client.finish(trace, with: .failed(message: "timed out"), by: "who times it out")
  }

  private func straggle() async {
    note(.stragglers)
    await client.append(.thinking("Too late"), to: trace, by: "a straggler")
    await client.finish(trace, with: .failed(message: "too late"), by: "a straggler")
    await client.append(.thinking("Much too late"), to: trace, by: "a straggler")
  }

  /// Draws a silence, of those too at whose end the trace is about to be let go of.
  private func silence() -> Duration {
    guard stage.happens(onceIn: 4), (.seconds(2)..<Duration.seconds(7_200)).contains(retention)
    else {
      // What lasts longer than a trace is kept says nothing of the trace.
      let silence = stage.silence(longOnceIn: retention > .seconds(7_200) ? 2 : 6)
      return silence >= retention && stage.next(below: 3) > 0 ? retention / 3 : silence
    }
    return retention + stage.element(of: [.seconds(-1), .milliseconds(-1), .zero, .seconds(1)])
  }

  private func remove() async {
    note(.removal)
    for _ in 0..<stage.next(below: 2 * count + 2) { await stage.step() }
    if world.has(.pauses) { try? await stage.clock.sleep(for: stage.pause()) }
    await client.remove(trace, by: "who removes \(trace)")
  }

  private func note(_ situation: BufferSituation) {
    client.recorder.update { $0.occurrences.note(situation) }
  }

  private func note(updates count: Int) {
    client.recorder.update { recording in
      if let capacity, count == capacity { recording.occurrences.note(boundary: "capacity met") }
      recording.occurrences.note(updates: count)
    }
  }
}
