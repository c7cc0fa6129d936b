import RunTimelines
import ReferenceScenarios
import StatusStreaming

/// What happens in a world of deliveries: its traces, and what becomes of them.
struct DeliveryWorldRun: Sendable {
  let world: World<DeliverySituation>
  let stage: Stage
  let recorder: Recorder<DeliveryRecording>
  let buffer: StatusBuffer
  let isResumable: Bool
  /// How long the loop lets a send take; `nil` for ever.
  let sendTimeout: Duration?
  let program: @Sendable (DeliveryRun) async throws -> Void
  let sharedValues = SharedValues()
  private let traces: [TraceID]
  private let viewerCount: Int
  private let likeTexts: [String]

  /// How many updates the traces beside the first have at most, whose number is the world's.
  private static let sideLength = 8

  init(
    _ world: World<DeliverySituation>, on stage: Stage,
    into recorder: Recorder<DeliveryRecording>, isResumable: Bool, sendTimeout: Duration?,
    program: @escaping @Sendable (DeliveryRun) async throws -> Void
  ) {
    self.world = world
    self.stage = stage
    self.recorder = recorder
    self.isResumable = isResumable
    self.sendTimeout = sendTimeout
    self.program = program
    // Names are taken for each other where there are several, and somebody follows each.
    let isPlain = !world.has(.severalTraces) && !world.has(.oddNames)
    let count = isPlain ? 1 : 2 + stage.next(below: 4)
    traces = stage.traces(count, isOdd: world.has(.oddNames))
    let audience = world.has(.audience) ? 2 + stage.next(below: 5) : 1
    likeTexts = world.has(.likeTexts) ? LikeTexts.drawn(on: stage) : []
    viewerCount = world.has(.oddNames) ? max(audience, count) : audience
    let kept = world.length
    let capacity =
      world.has(.overflow)
      ? max(stage.element(of: [4, kept - 1, kept, kept / 2, 1, 2, 3, 16, 64]), 1)
      : world.length + 1_000
    // Nothing expires: what is gone has been removed.
    buffer = StatusBuffer(
      configuration: StatusBuffer.Configuration(
        capacity: capacity, retention: .seconds(30 * 86_400), abandonAfter: nil,
        epoch: world.has(.epoch) ? "b7" : nil),
      clock: stage.clock)
    recorder.update { $0.worldCapacity = capacity }
    if count > 1 { note(.severalTraces) }
    if world.has(.oddNames) { note(.oddNames) }
    if world.has(.epoch) { note(.epoch) }
    if viewerCount > 1 { note(.audience) }
  }

  /// Makes the run.
  func perform() async {
    let pace = stage.spawn("pace") { try await grant() }
    await serve(traces.indices.map { makeAgent($0, isSecond: false) }, from: 0)
    if world.has(.secondRun) {
      note(.secondRun)
      for trace in traces {
        buffer.remove(trace)
        recorder.note(
          at: stage.clock.now, nil, Drawing(in: "buffer", .loss, "removed", cleared: trace))
      }
      await serve(traces.indices.map { makeAgent($0, isSecond: true) }, from: traces.count)
    }
    await sharedValues.shutDown()
    pace.cancel()
  }

  /// Lets agents run and viewers follow them, until all have ended.
  ///
  /// - Parameter run: the place of the first agent's run among all runs.
  private func serve(_ agents: [RunningAgent], from run: Int) async {
    for (index, agent) in agents.enumerated() {
      let beginning = stage.element(of: [.milliseconds(20), .milliseconds(60), Duration.zero])
      _ = stage.spawn("starter of \(agent.trace)") {
        try await stage.clock.sleep(for: beginning)
        agent.start()
      }
      if world.has(.removal) {
        _ = stage.spawn("who removes \(agent.trace)") { try await remove(run + index) }
      }
    }
    let viewers = (0..<viewerCount).map { person in
      let index = person % agents.count
      let viewer = DeliveryWorldViewer(
        world: self, agent: agents[index], run: run + index, person: person)
      return stage.spawn("viewer \(person + 1)") { await viewer.follow() }
    }
    for viewer in viewers { try? await viewer.value }
    for agent in agents { await agent.end() }
  }

  private func makeAgent(_ index: Int, isSecond: Bool) -> RunningAgent {
    let trace = traces[index]
    let script = script(
      of: index == 0 ? world.length : min(world.length, Self.sideLength),
      marker: (index == 0 ? "" : "\(index + 1): ") + (isSecond ? "again: " : ""))
    let run = recorder.update { recording in
      if !recording.traces.contains(trace) { recording.traces.append(trace) }
      recording.runs.append(DeliveryRecording.Run(of: trace, script, isSecond: isSecond))
      let count = script.updates.count
      if count == recording.worldCapacity { recording.occurrences.note(boundary: "capacity met") }
      if count == recording.worldCapacity + 1 {
        recording.occurrences.note(boundary: "capacity exceeded by one")
      }
      if count > recording.worldCapacity {
        recording.occurrences.note(DeliverySituation.overflow)
      }
      recording.occurrences.note(updates: count)
      return recording.runs.count - 1
    }
    // The one possible error is that the trace exists, and it does not.
    try? buffer.open(trace)
    return RunningAgent(
      trace, script, in: buffer, on: stage, into: recorder, isFollowed: false, run: run,
      mayRest: world.has(.silence))
  }

  /// Draws what an agent says.
  private func script(of count: Int, marker: String) -> AgentScript {
    var content = WorldContent(
      hasOddTexts: world.has(.oddTexts), hasLongTexts: world.has(.longTexts),
      hasOddFields: world.has(.oddFields), hasRepetitions: world.has(.repetitions))
    if world.has(.likeTexts) { content.likeTexts = likeTexts }
    // Deliveries hand texts on as they are.
    content.longestText = count > 100 ? 1_000 : 10_000
    let silence = drawnSilence(among: count)
    let burst = world.has(.bursts) ? stage.next(below: count + 1) : count
    if burst < count { note(.bursts) }
    var lines: [AgentScript.Line] = []
    for number in 0..<count {
      let update = content.update(number + 1, marker: marker, on: stage)
      var pause = number > burst ? .zero : pause(among: count)
      if let silence, silence.place == number { pause = silence.time }
      if pause == .zero, !lines.isEmpty {
        lines[lines.count - 1].updates.append(update)
      } else {
        lines.append(AgentScript.Line(after: pause, [update]))
      }
    }
    if let silence, silence.place == count {
      lines.append(AgentScript.Line(after: silence.time, []))
    }
    return AgentScript(lines, outcome: outcome(of: content, marker: marker))
  }

  private func drawnSilence(among count: Int) -> (place: Int, time: Duration)? {
    if world.has(.hours) {
      note(.hours)
      let hours: [Duration] = [.seconds(3_661), .seconds(7_300), .seconds(4_400)]
      return (stage.next(below: max(count, 1)), stage.element(of: hours))
    }
    if world.has(.silence) {
      note(.silence)
      return (stage.next(below: count + 1), stage.silence(longOnceIn: 100))
    }
    // A heartbeat that is to fail has to come.
    return world.has(.failingHeartbeats) ? (stage.next(below: count + 1), .seconds(40)) : nil
  }

  private func pause(among count: Int) -> Duration {
    if world.has(.pauses) {
      note(.pauses)
      if count < 40 || stage.happens(onceIn: 8) { return stage.pause() }
    }
    if count > 40, !stage.happens(onceIn: 16) { return .zero }
    return stage.element(of: [
      .milliseconds(30), .zero, .milliseconds(7), .zero, .milliseconds(50),
    ])
  }

  private func outcome(of content: WorldContent, marker: String) -> TraceOutcome {
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

  private func remove(_ run: Int) async throws {
    let moment: Duration = stage.element(of: [
      .milliseconds(70), .milliseconds(20), .milliseconds(150), .milliseconds(400), .seconds(3),
      .zero,
    ])
    try await stage.clock.sleep(for: moment)
    let trace = recorder.update { recording in
      recording.runs[run].isRemoved = true
      recording.occurrences.note(DeliverySituation.removal)
      return recording.runs[run].trace
    }
    buffer.remove(trace)
    recorder.note(
      at: stage.clock.now, "\(trace) is removed",
      Drawing(in: "buffer", .loss, "removed", cleared: trace))
  }

  /// Lets the run take what its updates and viewers may need, and more while time passes: who goes
  /// on and on in no time is given up soon.
  private func grant() async throws {
    var interval = Duration.seconds(10)
    while true {
      let connections = viewerCount * (world.has(.everyNumber) || world.has(.returning) ? 8 : 1)
      // Who polls looks up to a hundred times in a second.
      let looks = 12 * Int(interval.components.seconds) * viewerCount
      stage.limit(work: (world.length + Self.sideLength * traces.count) * connections + looks)
      try await stage.clock.sleep(for: interval)
      interval = min(interval * 1.05, .seconds(3_600))
    }
  }

  func note(_ situation: DeliverySituation) {
    recorder.update { $0.occurrences.note(situation) }
  }
}
