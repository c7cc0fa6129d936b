import ReferenceScenarios
import StatusStreaming

/// Runs that are worlds.
extension BufferTrial {
  var design: WorldDesign<BufferSituation> {
    let situations = BufferSituation.allCases.filter { situation in
      switch situation {
      case .returning, .everyNumber, .ahead, .otherHistory: capabilities.contains(.resumable)
      case .overflow: canOverflow
      case .byteOverflow: canExceedBytes
      case .manyParts, .hugeText: limits.bytes == nil
      case .silence: isExplored
      case .waiting: isWaking
      // Of what has ended some may have to make room.
      case .laterTraces: limits.traces == nil && limits.bytes == nil
      default: true
      }
    }
    let isMet = (1...1_000).contains(capacity ?? 0)
    let most = limits.bytes.map { min($0 / 1_024, capacity ?? .max) } ?? capacity
    return WorldDesign(
      situations, meeting: capacity.map { [$0] } ?? [],
      boundaries: Occurrences.lengths(upTo: most) + (isMet ? ["capacity met"] : []))
  }

  func perform(
    _ world: World<BufferSituation>, on stage: Stage, into recorder: Recorder<BufferRecording>
  ) async {
    let client = client(on: stage, recorder)
    // Names are taken for each other where there are several.
    let isPlain = !world.has(.severalTraces) && !world.has(.oddNames)
    let wanted = !isPlain ? 2 + stage.next(below: 4) : 1
    let count = min(wanted, max(limits.traces ?? .max, 1))
    let traces = stage.traces(count, isOdd: world.has(.oddNames))
    let viewerCount = 1 + (world.has(.audience) ? stage.next(below: 6) : stage.next(below: 2))
    stage.allow(work: (world.length + 10) * (viewerCount * (world.has(.waiting) ? 2 : 1) + 2))
    recorder.update { [epoch = client.buffer.epoch] recording in
      recording.epoch = epoch
      if count > 1 { recording.occurrences.note(BufferSituation.severalTraces) }
      if viewerCount > 2 { recording.occurrences.note(BufferSituation.audience) }
    }
    let likeTexts = world.has(.likeTexts) ? LikeTexts.drawn(on: stage) : []
    let runs = traces.enumerated().map { index, trace in
      BufferWorldRun(
        world: world, trace: trace, client: client, marker: index == 0 ? "" : "\(trace): ",
        count: share(of: world, index, among: count), capacity: capacity, byteLimit: limits.bytes,
        retention: retention, likeTexts: likeTexts)
    }
    for run in runs {
      if world.has(.cancelledCalls), await openInVain(run.trace, on: client) { continue }
      let isTogether = world.has(.rivalOpening) && stage.next(below: 2) == 1
      let rival = isTogether ? stage.spawn("an intruder") { await run.openAsIntruder() } : nil
      await client.open(run.trace, by: run.agent)
      try? await rival?.value
    }
    let tasks = runs.map { run in stage.spawn(run.agent) { await run.perform() } }
    // Of those who wait there are two at each place.
    let names = world.has(.waiting) ? ["", " again"] : [""]
    let viewers = (0..<viewerCount).flatMap { index in
      names.map { again in
        let name = "viewer \(index + 1)\(again)"
        let task = stage.spawn(name) {
          await self.view(traces[index % traces.count], name, in: world, on: client)
        }
        return Waiter(name: name, task: task)
      }
    }
    for task in tasks { try? await task.value }
    if world.has(.waiting) { await settle(viewers, client) }
    recorder.update { $0.isWritten = true }
    if !world.has(.waiting) { for viewer in viewers { try? await viewer.task.value } }
    if world.has(.silence), stage.next(below: 2) == 1 {
      try? await stage.clock.sleep(for: silenceBeforeLastLook(on: stage))
    }
    let later = world.has(.laterTraces) ? await openLater(on: client) : nil
    for trace in traces { await lookBack(at: trace, in: world, on: client) }
    if let later { await client.read(later, after: 0, by: "the last viewer") }
  }

  /// Opens a trace in a task that is cancelled.
  ///
  /// - Returns: whether it is open.
  private func openInVain(_ trace: TraceID, on client: Client) async -> Bool {
    client.recorder.update { $0.occurrences.note(BufferSituation.cancelledCalls) }
    await client.perform("who gives up \(trace)") { await client.open(trace, by: $0) }
    return !client.isRefused
  }

  /// Runs a trace of one update when all others have been written.
  private func openLater(on client: Client) async -> TraceID {
    let (trace, agent): (TraceID, String) = ("run-later", "the agent of run-later")
    client.recorder.update { $0.occurrences.note(BufferSituation.laterTraces) }
    await client.open(trace, by: agent)
    await client.append(.thinking("Later"), to: trace, by: agent)
    await client.finish(trace, with: .complete(FinalAnswer(text: "later")), by: agent)
    return trace
  }

  /// Draws a silence behind the end, of those too in which what ended at once is about to be let go of.
  private func silenceBeforeLastLook(on stage: Stage) -> Duration {
    guard stage.next(below: 3) > 0, (.seconds(2)..<Duration.seconds(7_200)).contains(retention)
    else { return stage.silence(longOnceIn: 6) }
    return retention + stage.element(of: [.seconds(-1), .milliseconds(-1), .zero])
  }

  /// How many updates a trace gets, no more than it keeps unless more are to come.
  private func share(
    of world: World<BufferSituation>, _ index: Int, among count: Int
  ) -> Int {
    // What shows in a long trace alone, or at an exact length, is not to be cut short by those
    // beside it.
    let side = 8
    let share =
      world.length < 200 && !(world.length > side && Occurrences.lengths.contains(world.length))
      ? world.length / count + (index < world.length % count ? 1 : 0)
      : index == 0 ? world.length : side
    guard let capacity else { return share }
    guard world.has(.overflow) else { return min(share, capacity) }
    return max(share, capacity + 1)
  }

  /// Lets a viewer follow a trace from a drawn moment on.
  private func view(
    _ trace: TraceID, _ name: String, in world: World<BufferSituation>, on client: Client
  ) async {
    let stage = client.stage
    let start: Duration = stage.element(of: [.zero, .milliseconds(20), .milliseconds(200)])
    if start > .zero { try? await stage.clock.sleep(for: start) }
    let written = client.recorder.recording.acceptedCount(in: trace)
    var cursor = 0
    if world.has(.returning), stage.next(below: 2) == 1, written > 0 {
      cursor = 1 + stage.next(below: written)
      client.recorder.update { $0.occurrences.note(BufferSituation.returning) }
    }
    if world.has(.ahead), stage.next(below: 2) == 1 {
      client.recorder.update { $0.occurrences.note(BufferSituation.ahead) }
      await client.read(trace, after: placeAhead(of: written, in: world, on: stage), by: name)
    }
    if world.has(.otherHistory), stage.next(below: 2) == 1 {
      await readOther(trace, name, on: client)
    }
    if world.has(.cancelledReads) { await readAndHangUp(trace, on: client) }
    var viewer = BufferViewer(name, of: trace, after: cursor, on: client)
    let most = 2 * world.length + 20
    if world.has(.waiting) {
      client.recorder.update { $0.occurrences.note(BufferSituation.waiting) }
      await viewer.follow(taking: limits(in: world), atMost: most, waitingFirst: false)
    } else {
      await viewer.follow(taking: limits(in: world), atMost: most)
    }
  }

  /// Draws a number that no event of the world has: one with the lower bits of what is written, or the
  /// last of all.
  private func placeAhead(
    of written: Int, in world: World<BufferSituation>, on stage: Stage
  ) -> Int {
    if stage.happens(onceIn: 4) { return .max - stage.next(below: 2) }
    let distances = [1 << 16, 1_000, 1 << 31, 1 << 32, 1 << 53]
    return stage.element(of: distances.filter { $0 > 4 * world.length + 100 })
      + stage.next(below: written + 1)
  }

  private func limits(in world: World<BufferSituation>) -> [Int] {
    world.has(.pieces) ? [1, 2, 3, 5, 10, 16, 64, 100, .max] : [.max]
  }

  private func readOther(_ trace: TraceID, _ name: String, on client: Client) async {
    let own = client.buffer.epoch
    let epochs: [Epoch?] = ["another", nil] + Epoch.alike(to: own)
    let other = client.stage.element(of: epochs.filter { $0 != own })
    client.recorder.update { $0.occurrences.note(BufferSituation.otherHistory) }
    let written = client.recorder.recording.acceptedCount(in: trace)
    let number = client.stage.element(of: [1, max(written, 1), written + 1, written / 2 + 1])
    let cursor = Cursor(SequenceNumber(rawValue: number), in: other)
    await client.read(trace, afterOther: cursor, by: name)
  }

  private func readAndHangUp(_ trace: TraceID, on client: Client) async {
    let read = client.stage.spawn("a read") {
      await client.read(trace, after: 0, by: BufferRecording.quitter)
    }
    await client.stage.step()
    read.cancel()
    _ = try? await read.value
    client.recorder.update { $0.occurrences.note(BufferSituation.cancelledReads) }
  }

  /// Reads a trace when all has been done: all of it, and after every number.
  private func lookBack(
    at trace: TraceID, in world: World<BufferSituation>, on client: Client
  ) async {
    let stage = client.stage
    var viewer = BufferViewer("the last viewer", of: trace, on: client)
    await viewer.follow(taking: limits(in: world), atMost: 2 * world.length + 20)
    if world.has(.everyNumber) {
      client.recorder.update { $0.occurrences.note(BufferSituation.everyNumber) }
      let count = client.recorder.recording.acceptedCount(in: trace)
      // Of a long trace all numbers would be too many events.
      let stride = max(count / 40, 1)
      for number in Swift.stride(from: 0, through: count, by: stride) {
        let limit = stage.element(of: [3, 1, 2, 10])
        await client.read(trace, after: number, limit: limit, by: "a thorough viewer")
      }
    }
    // Nothing is asked for, and nothing is to come.
    if world.has(.pieces) { await client.read(trace, after: 0, limit: 0, by: "a shy viewer") }
    if world.has(.unknown) {
      client.recorder.update { $0.occurrences.note(BufferSituation.unknown) }
      await client.read("never-opened", after: stage.next(below: 2), by: "a stranger")
    }
  }
}
