import RunTimelines
import GoldenTranscripts
import ReferenceScenarios
import StatusStreaming

/// Makes one run of a pipeline.
struct PipelinePerformance: Sendable {
  let scene: PipelineScene
  let stage: Stage
  let recorder: Recorder<PipelineRecording>
  let trial: PipelineTrial
  let sharedValues = SharedValues()

  /// How long a connection may go on that should have ended.
  private static let patience = Duration.seconds(20)

  /// Makes the run.
  func perform() async {
    recorder.update { recording in
      recording.runs = scene.agents.map { PipelineRecording.Run(trace: $0.trace) }
    }
    let pipeline: PipelineUnderTest
    do {
      pipeline = try await trial.makePipeline(PipelineRun(on: stage, sharedValues: sharedValues))
    } catch {
      recorder.update { $0.startFailure = "\(error)" }
      return await sharedValues.shutDown()
    }
    let agents = scene.agents.indices.map { index in
      stage.spawn("agent of \(scene.agents[index].trace)") { await work(index, in: pipeline) }
    }
    let viewers = scene.viewers.map { viewer in
      stage.spawn(viewer.name) { await watch(viewer, pipeline) }
    }
    for agent in agents { _ = try? await agent.value }
    if scene.isStopped, pipeline.stop == nil { recorder.update { $0.isAbandoned = true } }
    if scene.isStopped, let stop = pipeline.stop {
      try? await stage.clock.sleep(for: .milliseconds(200))
      await self.stop(stop)
      for viewer in viewers { _ = try? await viewer.value }
      await watch(PipelineScene.Viewer(name: "viewer 2", agent: 0), pipeline)
    }
    for viewer in viewers { _ = try? await viewer.value }
    if !scene.isStopped, let stop = pipeline.stop { try? await stop() }
    await sharedValues.shutDown()
  }

  private func stop(_ stop: @Sendable () async throws -> Void) async {
    note("the pipeline is stopped", Drawing(in: "pipeline", .cancellation, "stopped"))
    recorder.update { $0.isStopped = true }
    do { try await stop() } catch {
      note("to stop it threw \(error)", Drawing(in: "pipeline", .failure, "throws"))
    }
  }

  func note(
    _ text: @autoclosure () -> String,
    _ drawing: @autoclosure () -> Drawing = Drawing(in: "pipeline")
  ) {
    recorder.note(at: stage.clock.now, text(), drawing())
  }

  // MARK: Agents

  private func work(_ index: Int, in pipeline: PipelineUnderTest) async {
    let agent = scene.agents[index]
    if agent.isInTurn { await awaitFirstRun() }
    if agent.isExpected { await knock(for: agent.trace, at: pipeline) }
    guard await publish(.open(agent.trace), index, pipeline) else { return }
    for line in agent.script.lines {
      try? await stage.clock.sleep(for: line.pause)
      for update in line.updates {
        guard await publish(.update(update, agent.trace), index, pipeline) else { return }
      }
    }
    guard agent.finishes else {
      return note(
        "the agent of \(agent.trace) stops without a word",
        Drawing(in: "agent of \(agent.trace)", .fault, "stops"))
    }
    _ = await publish(.finish(agent.script.outcome, agent.trace), index, pipeline)
  }

  /// Waits until the first run has ended, or has been refused, and a little longer.
  private func awaitFirstRun() async {
    var pause = Duration.milliseconds(5)
    while recorder.update({ !$0.runs[0].isOver && $0.runs[0].refusal == nil }) {
      guard (try? await stage.clock.sleep(for: pause)) != nil else { return }
      pause = min(pause * 2, .milliseconds(100))
    }
    try? await stage.clock.sleep(for: .milliseconds(100))
  }

  /// Asks for a trace that is not open, whatever the answer is, and goes again.
  private func knock(for trace: TraceID, at pipeline: PipelineUnderTest) async {
    let name = "who comes too early"
    note("\(name) asks for \(trace)", Drawing(in: name, .note, "connects"))
    let early = stage.spawn(name) {
      if case .stream(let follow) = try await pipeline.connect(trace, nil).answer {
        try await follow { _ in false }
      }
    }
    try? await stage.clock.sleep(for: .milliseconds(50))
    early.cancel()
    try? await stage.clock.sleep(for: .milliseconds(20))
  }

  private func publish(
    _ event: PipelineEvent, _ index: Int, _ pipeline: PipelineUnderTest
  ) async -> Bool {
    recorder.update { recording in
      if case .open = event {
      } else {
        recording.runs[index].moments.append(stage.clock.now.elapsed)
      }
      switch event {
      case .open: break
      case .update(let update, _): recording.runs[index].payloads.append(.update(update))
      case .finish(let outcome, _):
        recording.runs[index].payloads.append(outcome.payload)
        recording.runs[index].isEnding = true
      }
    }
    let (agent, number) = recorder.update { recording in
      (recording.runs[index].trace, recording.runs[index].payloads.count)
    }
    let isOpening = if case .open = event { true } else { false }
    note(
      "the agent publishes \(event.line)",
      isOpening
        ? Drawing(in: "agent of \(agent)", .note, "opens")
        : Drawing(
          in: "agent of \(agent)", event.kind, "#\(number)",
          published: [.init(trace: agent, number: number)]))
    let start = stage.clock.now
    do {
      try await pipeline.publish(event)
    } catch {
      note("which throws \(error)", Drawing(in: "agent of \(agent)", .failure, "throws"))
      recorder.update { $0.runs[index].refusal = "\(event.line) threw \(error)" }
      return false
    }
    let duration = start.duration(to: stage.clock.now)
    recorder.update { recording in
      if duration > recording.runs[index].slowest.duration {
        recording.runs[index].slowest = .init(event: number, duration: duration)
      }
      switch event {
      case .open: recording.runs[index].isOpen = true
      case .update: recording.runs[index].taken += 1
      case .finish:
        recording.runs[index].taken += 1
        recording.runs[index].isOver = true
      }
    }
    return true
  }

  // MARK: Viewers

  private func watch(_ viewer: PipelineScene.Viewer, _ pipeline: PipelineUnderTest) async {
    var last: Cursor?
    var hasSeenAny = false
    for (number, visit) in viewer.visits.enumerated() {
      if viewer.agent == nil {
        last = await shown()
        // Without an id nobody knows that the trace was ever there.
        guard last != nil else { return }
      }
      await arrive(visit, at: viewer.agent)
      let name = viewer.visits.count > 1 ? "\(viewer.name), visit \(number + 1)" : viewer.name
      let index = begin(visit, of: viewer, named: name, last, hasSeenAny)
      let line = ViewerLine(
        visit, index, on: stage, into: recorder, decoder: trial.profile.makeDecoder())
      let trace = viewer.agent.map { scene.agents[$0].trace } ?? scene.unknownTrace
      let id = recorder.update { $0.connections[index].lastEventID }
      let connection = stage.spawn(name) { await line.follow(trace, id, pipeline) }
      let guardian = stage.spawn("watch of \(name)") {
        await attend(line, connection, viewer.agent)
      }
      let cutter = visit.vanishesAfter.map { time in
        stage.spawn("who cuts \(name)") {
          try await stage.clock.sleep(for: time)
          line.leave("vanishes")
          connection.cancel()
        }
      }
      _ = try? await connection.value
      guardian.cancel()
      cutter?.cancel()
      last = line.last ?? last
      hasSeenAny = hasSeenAny || line.hasSeenAny
    }
  }

  private func arrive(_ visit: PipelineScene.Visit, at agent: Int?) async {
    if visit.pause > .zero { try? await stage.clock.sleep(for: visit.pause) }
    while let agent {
      let run = recorder.update { $0.runs[agent] }
      let isThere =
        switch visit.arrival {
        case .atOnce: run.isOpen
        case .after(let events): run.isOpen && run.taken >= events || run.isOver
        case .afterEnd: run.isOver
        }
      if isThere || run.refusal != nil { return }
      guard (try? await stage.clock.sleep(for: .milliseconds(5))) != nil else { return }
    }
  }

  /// The number that some viewer was shown last, once there is one; `nil` if none comes.
  private func shown() async -> Cursor? {
    while true {
      let (shown, isOver) = recorder.update { recording in
        let isRead =
          recording.runs.allSatisfy { $0.isOver || $0.refusal != nil }
          && !recording.connections.isEmpty
          && recording.connections.allSatisfy { $0.ending != .open }
        return (recording.shown, isRead || recording.isStopped || recording.isAbandoned)
      }
      if shown != nil || isOver { return shown }
      guard (try? await stage.clock.sleep(for: .milliseconds(5))) != nil else { return nil }
    }
  }

  private func begin(
    _ visit: PipelineScene.Visit, of viewer: PipelineScene.Viewer, named name: String,
    _ last: Cursor?, _ hasSeenAny: Bool
  ) -> Int {
    let id: String? =
      switch visit.resumes {
      case .none: nil
      case .last: last?.description
      case .back(let count):
        last.flatMap { last in
          let number = last.number.rawValue - count
          return number > 0
            ? "\(Cursor(SequenceNumber(rawValue: number), in: last.epoch))" : nil
        }
      case .foreign: last.map { "\(Cursor($0.number, in: $0.epoch?.another ?? "zz0"))" }
      // Who has seen nothing knows no number of the history.
      case .number(let number):
        last.map { "\(Cursor(SequenceNumber(rawValue: number), in: $0.epoch))" }
      }
    let index = recorder.update { recording in
      let run = viewer.agent.map { recording.runs[$0] }
      var isForeign = false
      var lacksID = false
      switch visit.resumes {
      case .foreign: isForeign = true
      case .last: lacksID = last == nil && hasSeenAny && trial.capabilities.contains(.resumable)
      case .none, .back, .number: break
      }
      recording.connections.append(
        PipelineRecording.Connection(
          name: name, run: viewer.agent, lastEventID: id, isForeign: isForeign && id != nil,
          lacksID: lacksID, takenBefore: run?.taken ?? 0, isAfterEnd: run?.isOver ?? false,
          began: stage.clock.now.elapsed))
      recording.connections[recording.connections.count - 1].isSlow = visit.reading != .eager
      return recording.connections.count - 1
    }
    note(
      "\(name) connects" + (id.map { " with the id \($0)" } ?? ""),
      Drawing(in: name, .note, "connects"))
    return index
  }

  /// Gives up a connection that goes on long after there is nothing more to do for it.
  private func attend(
    _ line: ViewerLine, _ connection: RunTask<Void>, _ agent: Int?
  ) async {
    let patience = stage.isReal ? trial.patience(outOf: stage.patience(.zero) / 4) : Self.patience
    while true {
      guard (try? await stage.clock.sleep(for: patience / 8)) != nil else { return }
      let now = stage.clock.now.elapsed
      if recorder.update({ $0.isAbandoned }) {
        line.leave("hangs up")
        return connection.cancel()
      }
      let isIdle = recorder.update { recording in
        let run = agent.map { recording.runs[$0] }
        let mayEnd = run.map { $0.isOver || $0.refusal != nil } ?? true
        guard mayEnd || recording.isStopped else { return false }
        let connection = recording.connections[line.index]
        let last = max(connection.lastEvent, connection.began, line.mark(now))
        return now - last >= patience
      }
      if isIdle {
        trial.noteEndlessConnection()
        line.giveUp()
        return connection.cancel()
      }
    }
  }
}

extension Epoch {
  /// One of the same form: who looks at the form alone does not tell them apart.
  fileprivate var another: Epoch {
    let letters = rawValue.unicodeScalars.map { scalar in
      let (first, count): (UInt32, UInt32) =
        switch scalar {
        case "0"..."9": (0x30, 10)
        // What is a hexadecimal number stays one.
        case "a"..."f": (0x61, 6)
        case "A"..."F": (0x41, 6)
        case "g"..."z": (0x67, 20)
        default: (0x47, 20)
        }
      return Unicode.Scalar(first + (scalar.value - first + count / 2) % count) ?? scalar
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: letters)
    do { return try Epoch(String(text)) } catch { preconditionFailure("\(error)") }
  }
}

extension PipelineEvent {
  /// What it is, in words.
  var line: String {
    switch self {
    case .open(let trace): return "the beginning of \(trace)"
    case .update(let update, let trace):
      return
        "\(SeenEvent(StreamEvent(trace: trace, sequence: .zero, payload: .update(update))).unnumbered)"
    case .finish(let outcome, let trace):
      return
        "\(SeenEvent(StreamEvent(trace: trace, sequence: .zero, payload: outcome.payload)).unnumbered)"
    }
  }
}
