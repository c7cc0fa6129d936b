import GoldenTranscripts
import StateLocking
import StatusStreaming

/// Runs that are worlds.
extension SinkTrial {
  var design: WorldDesign<SinkSituation> {
    let situations = SinkSituation.allCases.filter { situation in
      switch situation {
      case .severalTraces: observes.contains(.traces)
      case .gaps: observes.contains(.gaps)
      case .epochs: plans.contains(.epochs)
      case .largest, .oversize: capabilities.contains(.sizeLimit) && sizeLimit != nil
      case .hugeText: sizeLimit == nil
      case .silence, .slowWrites: isExplored
      default: true
      }
    }
    return WorldDesign(
      situations, meeting: capabilities.contains(.bounded) ? [holding] : [],
      boundaries: Occurrences.lengths(upTo: nil)
        + (situations.contains(.largest) ? ["size limit met"] : []))
  }

  func perform(
    _ world: World<SinkSituation>, on stage: Stage, into recorder: Recorder<SinkRecording>
  ) async {
    let scripts = scripts(for: world, on: stage)
    recorder.update { recording in
      recording.views = scripts.map { script in
        ConnectionView(of: script.events, observes: observes)
      }
      for situation in scripts.flatMap(\.occurrences) { recording.occurrences.note(situation) }
      if scripts.count > 1 { recording.occurrences.note(SinkSituation.connections) }
    }
    let connections = scripts.indices.map { index in
      WireConnection(
        index, isOnlyOne: scripts.count == 1, on: stage, into: recorder, decoder: makeDecoder(),
        faults: faults(in: world, acts: scripts[index].acts.count, on: stage))
    }
    let tasks = zip(scripts, connections).map { script, connection in
      let watch = Lock<RunTask<Void>?>(nil)
      let task = stage.spawn("the viewer's connection") {
        await self.drive(script.acts, over: connection)
        connection.finish()
        watch.withLock { $0 }?.cancel()
      }
      connection.whenCancelled {
        task.cancel()
        let patience = stage.patience(.seconds(30))
        let guardian = stage.spawn("what watches the connection") {
          var size = -1
          // Who writes byte by byte takes long for what is left, and gets on.
          while size < connection.size {
            size = connection.size
            try await stage.clock.sleep(for: patience)
          }
          connection.giveUp()
        }
        watch.withLock { $0 = guardian }
      }
      return task
    }
    let hangUps = hangUps(in: world, connections, on: stage)
    for task in tasks { _ = try? await task.value }
    for hangUp in hangUps { hangUp.cancel() }
    if world.has(.brokenWrite), isExplored, connections.contains(where: \.hasTasks) {
      // What was begun before the failure may still be going on, and write.
      try? await stage.clock.sleep(for: .seconds(stage.element(of: [1, 20, 61, 301])))
    }
    await end(connections, on: stage)
    if world.has(.otherChunks) { drawCuts(on: stage, into: recorder) }
    let happened = connections.flatMap(\.occurrences)
    recorder.update { recording in
      for situation in happened { recording.occurrences.note(situation) }
      if recording.views.contains(where: { !$0.largest.isEmpty }) {
        recording.occurrences.note(boundary: "size limit met")
      }
      recording.occurrences.note(updates: world.length)
    }
  }

  private func scripts(for world: World<SinkSituation>, on stage: Stage) -> [SinkScript] {
    let count = world.has(.connections) ? 2 + stage.next(below: 5) : 1
    // Names are taken for each other where there are several.
    let isMixed = world.has(.severalTraces) || (world.has(.oddNames) && observes.contains(.traces))
    let traceCount = isMixed ? 2 + stage.next(below: 4) : 1
    var names = stage.traces(traceCount + count - 1, isOdd: world.has(.oddNames))[...]
    let epochs: [Epoch] = ["b7", "0", "9", "zz", "20261128T2359", "B7"]
    let setting = SinkScript.Setting(
      world: world, sizeLimit: capabilities.contains(.sizeLimit) ? sizeLimit : nil, stage: stage,
      epoch: world.has(.epochs) ? stage.element(of: epochs) : nil,
      likeTexts: world.has(.likeTexts) ? LikeTexts.drawn(on: stage) : [],
      isExact: observes.contains(.exactAnswers))
    let share = world.length / count
    return (0..<count).map { index in
      let traces = index == 0 ? names.prefix(traceCount) : names.prefix(1)
      names = names.dropFirst(traces.count)
      let marker = index == 0 ? "" : "connection \(index + 1): "
      let own = index == 0 ? world.length - share * (count - 1) : share
      return SinkScript(of: Array(traces), setting, marker: marker, count: own)
    }
  }

  private func faults(
    in world: World<SinkSituation>, acts: Int, on stage: Stage
  ) -> WireFaults {
    var faults = WireFaults()
    // Who writes a piece at a time writes more often than it is called.
    let place = { stage.next(below: stage.next(below: 2) == 0 ? acts + 1 : 4 * acts + 4) }
    if world.has(.brokenWrite) { faults.failing = place() }
    if world.has(.stall) {
      faults.stalling = place()
      let usual = [3, 2, 5, 6, 10, 11, 16, 31]
      let seconds = stage.element(of: stage.happens(onceIn: 12) ? [61, 121, 301] : usual)
      faults.recovery = stage.isReal ? .milliseconds(50) : .seconds(seconds)
    }
    if world.has(.cancellation), stage.next(below: 2) == 0 { faults.cancelling = place() }
    if world.has(.slowWrites) { faults.slowWrites = 4 }
    return faults
  }

  /// Who cancels the tasks of connections at some moment that is not that of a write.
  private func hangUps(
    in world: World<SinkSituation>, _ connections: [WireConnection], on stage: Stage
  ) -> [RunTask<Void>] {
    guard world.has(.cancellation) else { return [] }
    return connections.filter { !$0.isCancelledByWrite }.map { connection in
      let moments = [20, 0, 1, 5, 50, 100, 300, 1_000, 3_000, 20_000]
      let moment = stage.element(of: moments)
      return stage.spawn("who hangs up") {
        try await stage.clock.sleep(for: .milliseconds(stage.isReal ? moment / 100 : moment))
        connection.hangUp()
      }
    }
  }

  private func drawCuts(on stage: Stage, into recorder: Recorder<SinkRecording>) {
    let size = recorder.recording.views.first?.bytes.count ?? 0
    guard size > 1 else { return }
    let cuts = (0..<6).map { _ in 1 + stage.next(below: size - 1) }.sorted()
    recorder.update { recording in
      recording.cuts = cuts
      recording.occurrences.note(SinkSituation.otherChunks)
    }
  }

  func findings(
    in recording: SinkRecording, of world: World<SinkSituation>
  ) -> [(rule: Int, finding: Finding)] {
    var findings: [(rule: Int, finding: Finding)] = []
    for view in recording.views {
      findings += SinkJudgement(of: view, in: recording, by: self).findings
    }
    return findings
  }
}

extension SinkScript {
  /// What is sent, as far as it is known before.
  var events: [StreamEvent] {
    acts.flatMap { act -> [StreamEvent] in
      switch act {
      case .send(let event), .fill(let event, _, _): [event]
      case .batch(let events): events
      case .wait, .heartbeat, .close: []
      }
    }
  }
}
