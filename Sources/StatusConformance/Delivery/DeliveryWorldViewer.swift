import StatusStreaming

/// Somebody who follows a trace in a world, over one connection or several.
struct DeliveryWorldViewer: Sendable {
  let world: DeliveryWorldRun
  let agent: RunningAgent
  /// The place of the agent's run among all runs.
  let run: Int
  /// Who it is, counted from 0.
  let person: Int

  private var stage: Stage { world.stage }
  private var recorder: Recorder<DeliveryRecording> { world.recorder }

  /// How long a connection may go on that should have ended: longer than anybody waits for a trace
  /// that is not open.
  private static let patience = Duration.seconds(60)

  /// Comes, goes and comes again.
  func follow() async {
    await arrive()
    if has(.everyNumber), person == 0 { await comeAfterEveryNumber() }
    let refusals = drawnRefusals()
    var last = drawnCursor()
    let count = has(.returning) ? 2 + stage.next(below: 4) : 1
    for number in 1...count {
      let isGone = recorder.update { $0.runs[run].isRemoved }
      // Nobody comes to a trace that is not there, but for who has seen it.
      if isGone, last.number == .zero { return }
      let isCalm = isGone || number == count && count > 1
      if number > 1 { note(.returning) }
      let index = await connect(after: last, number, isCalm: isCalm, refusing: refusals)
      if world.isResumable {
        last = recorder.update { $0.viewers[index].arrivals.last?.cursor } ?? last
      }
      if number < count {
        await passTime([.milliseconds(20), .zero, .milliseconds(200), .seconds(2)])
      }
    }
  }

  private func has(_ situation: DeliverySituation) -> Bool { world.world.has(situation) }
  private func note(_ situation: DeliverySituation) { world.note(situation) }

  private func passTime(_ times: [Duration]) async {
    let time = stage.element(of: times)
    if time > .zero { try? await stage.clock.sleep(for: time) }
  }

  private func arrive() async {
    if has(.finishedTraces), person == 0 || stage.next(below: 2) == 1 {
      note(.finishedTraces)
      agent.start()
      await agent.end()
    } else if has(.lateViewers), person == 0 || stage.next(below: 2) == 1 {
      note(.lateViewers)
      agent.start()
      await passTime([
        .milliseconds(60), .milliseconds(130), .milliseconds(10), .milliseconds(500), .seconds(2),
      ])
    } else if person > 0 {
      await passTime([.zero, .zero, .milliseconds(40)])
    }
  }

  /// Draws the number after which the viewer goes on, of those that there are.
  private func drawnCursor() -> Cursor {
    let newest = recorder.update { $0.runs[run].newest }
    guard has(.numbered), newest > 0, person == 0 || stage.next(below: 2) == 1 else { return .zero }
    note(.numbered)
    // Viewers who were cut off at one moment come again with one number.
    let known = recorder.update { recording in
      recording.viewers.last { $0.place.run == run && $0.place.person != person }?.cursor
    }
    if let known, known > .zero, stage.next(below: 2) == 0 { return cursor(known.rawValue) }
    // The last ones are the most likely: with the end, or all but the end.
    let number =
      stage.next(below: 2) == 0
      ? max(newest - stage.next(below: 3), 1) : 1 + stage.next(below: newest)
    return cursor(number)
  }

  private func cursor(_ number: Int) -> Cursor {
    number == 0 ? .zero : Cursor(SequenceNumber(rawValue: number), in: world.buffer.epoch)
  }

  /// Draws what the viewer's encoder refuses, on one connection as on another.
  private func drawnRefusals() -> SinkRefusals {
    guard has(.refusals), person == 0 || stage.next(below: 2) == 1 else { return SinkRefusals() }
    note(.refusals)
    let count = recorder.update { self.count(in: $0) }
    return SinkRefusals.drawn(among: count, on: stage)
  }

  /// Comes after every number that there is, of many after some and after the last ones.
  private func comeAfterEveryNumber() async {
    agent.start()
    await agent.end()
    note(.everyNumber)
    let newest = recorder.update { $0.runs[run].newest }
    let numbers = (0...newest).filter { $0 % max(newest / 8, 1) == 0 || $0 > newest - 3 }
    for (index, number) in numbers.enumerated() {
      _ = await connect(
        after: cursor(number), index + 1, isCalm: true, refusing: SinkRefusals())
    }
  }

  /// Serves one connection to its end.
  ///
  /// - Parameters:
  ///   - number: which of the viewer's connections it is, counted from 1.
  ///   - isCalm: whether nothing befalls it.
  ///   - refusals: what its sink refuses all the same.
  /// - Returns: the place of its record.
  private func connect(
    after cursor: Cursor, _ number: Int, isCalm: Bool, refusing refusals: SinkRefusals
  ) async -> Int {
    let isTroubled = !isCalm && (person == 0 || stage.next(below: 2) == 1)
    let conditions =
      isTroubled ? ConnectionConditions(in: world, updates: recorder.update { count(in: $0) }) : nil
    var behavior = conditions?.behavior ?? SinkBehavior()
    behavior.refusals = refusals
    if let timeout = world.sendTimeout { behavior.hasten(within: timeout) }
    let latencies: [Duration] =
      has(.slowReads) && !isCalm
      ? [.zero, .milliseconds(20), .milliseconds(300), .seconds(2)] : [.zero]
    let idleTime: Duration = has(.hours) ? .seconds(10) : .zero
    let connection = makeConnection(
      after: cursor, number, behavior, slowestRead: (latencies.max() ?? .zero) + idleTime)
    if conditions?.isCancelledBefore == true {
      note(.cancellation)
      connection.cancel("before it begins")
    }
    var failing = conditions?.failingReads ?? []
    var beginning = conditions?.beginning ?? .theFirst
    // Who comes again may find the buffer away at once.
    if !failing.isEmpty, cursor.number > .zero, stage.next(below: 2) == 1 {
      (failing, beginning) = ([1], .theFirst)
    }
    let program = world.program
    let given = DeliveryRun(
      buffer: RunBuffer(
        buffer: world.buffer, stage: stage,
        readFaults: ReadFaults(
          of: connection, latencies: latencies, idling: idleTime, failing: failing,
          cancelling: conditions?.cancellingRead, from: beginning)),
      statusBuffer: world.buffer, trace: agent.trace, resumeAfter: cursor,
      sink: RunSink(connection: connection), clock: stage.clock, connection: connection,
      runningAgent: agent, sharedValues: world.sharedValues)
    let viewer = stage.spawn(connection.name) {
      await connection.serve { try await program(given) }
    }
    connection.adopt(viewer, isSpawned: false)
    let watch = stage.spawn("watch of \(connection.name)") { try await self.watch(connection) }
    let canceller = conditions?.cancellation.map { instant in
      stage.spawn("who cancels \(connection.name)") {
        try await stage.clock.sleep(for: instant)
        note(.cancellation)
        connection.cancel("by its server")
      }
    }
    try? await viewer.value
    watch.cancel()
    canceller?.cancel()
    return connection.index
  }

  private func count(in recording: DeliveryRecording) -> Int {
    recording.runs[run].script.updates.count
  }

  private func makeConnection(
    after cursor: Cursor, _ number: Int, _ behavior: SinkBehavior, slowestRead: Duration
  ) -> ViewerConnection {
    var name = "viewer \(person + 1)"
    if number > 1 { name += ", connection \(number)" }
    let index = recorder.update { [name] recording in
      var viewer = DeliveryRecording.Viewer(after: cursor.number)
      viewer.refusals = behavior.refusals
      let followed = recording.runs[run]
      viewer.place = DeliveryRecording.Viewer.Place(
        name: name, person: person, run: run, publishedBefore: followed.publishedCount,
        isLate: followed.hasEnded, isGone: followed.isRemoved, slowestRead: slowestRead)
      recording.viewers.append(viewer)
      return recording.viewers.count - 1
    }
    // A batch, each of its events and what stands for it, and as much again.
    let limit = 6 * (recorder.update { self.count(in: $0) } + 1) + 100
    return ViewerConnection(
      index, named: name, behavior: behavior, sendLimit: limit, on: stage, into: recorder)
  }

  /// Cancels a connection that goes on long after there is nothing more to do for it.
  private func watch(_ connection: ViewerConnection) async throws {
    await agent.end()
    let patience = stage.patience(Self.patience)
    let agentEnd = stage.clock.now.elapsed
    while true {
      try await stage.clock.sleep(for: patience)
      let now = stage.clock.now.elapsed
      let isIdle = connection.update { viewer in
        let isEndless = viewer.calls.count > 10_000
        if !viewer.callsInProgress.isEmpty { return isEndless }
        let last = viewer.calls.lastIndex { !$0.arrivals.isEmpty } ?? 0
        let start = max(viewer.calls.isEmpty ? .zero : viewer.calls[last].ended ?? now, agentEnd)
        // While the sink holds a heartbeat nothing can be sent.
        let held = viewer.calls[last...].reduce(Duration.zero) { sum, call in
          sum + max((call.ended ?? now) - max(call.began, start), .zero)
        }
        return isEndless || now - start - held >= patience
      }
      if isIdle { return connection.stop() }
    }
  }
}
