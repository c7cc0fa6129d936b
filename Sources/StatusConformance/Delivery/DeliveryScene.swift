import ReferenceScenarios
import RunTimelines
import StatusStreaming

/// What is around the connections of one run: the buffer, the agents, and what disturbs.
struct DeliveryScene: Sendable {
  let plan: DeliveryPlan
  /// How long the loop lets a send take; `nil` for ever.
  let sendTimeout: Duration?
  let stage: Stage
  let recorder: Recorder<DeliveryRecording>
  let buffer: StatusBuffer
  /// One for each trace, that of the followed trace first.
  let agents: [RunningAgent]
  let sharedValues = SharedValues()
  /// Whether the viewers' reads take long.
  private let hasSlowReads: Bool
  /// How many updates there are before the agent rests and the viewer joins, where that is the matter.
  private let backlog: Int
  /// Whether the agent is silent for long while a connection is cancelled.
  private let isCancelledInSilence: Bool

  /// How long an agent is silent in a run about idleness.
  static let silence = Duration.seconds(75)

  /// How many updates there are where a connection is cancelled late.
  private static let longRun = 40

  /// How long an agent rests when its updates fill pages.
  private static let rest = Duration.seconds(10)

  init(
    _ plan: DeliveryPlan, sendTimeout: Duration?, on stage: Stage,
    into recorder: Recorder<DeliveryRecording>
  ) {
    self.plan = plan
    self.sendTimeout = sendTimeout
    self.stage = stage
    self.recorder = recorder
    hasSlowReads =
      plan == .cancelledReader || (plan == .brokenViewer && stage.next(below: 4) > 0)
    let backlog = plan.backlogs.isEmpty ? 0 : stage.element(of: plan.backlogs)
    self.backlog = backlog
    let isLong = plan == .cancelledOutput && !stage.isReal && stage.next(below: 3) > 0
    isCancelledInSilence = isLong || plan == .cancelledBeats
    let count = backlog + (isLong ? Self.longRun : plan.updateCount)
    let fewest = isLong ? count : backlog + plan.fewestUpdates
    let buffer = StatusBuffer(
      configuration: StatusBuffer.Configuration(
        capacity: plan.capacity, abandonAfter: nil, epoch: plan.epoch),
      clock: stage.clock)
    self.buffer = buffer
    let traces: [TraceID] = ["run-1", plan == .reused ? "run-1" : "run-2"]
    agents = traces.prefix(plan.runCount).enumerated().map { index, trace in
      // A second run is longer: what is known of the first ends within it.
      let factor = index > 0 && plan == .reused ? 3 : 1
      var script = AgentScript.drawn(
        on: stage, count: factor * count, fewest: factor * fewest,
        ending: stage.element(of: plan.endings), marker: index > 0 ? "other: " : "")
      if [.batches, .longSends, .sendsInTime].contains(plan) { script.gatherInBursts() }
      // A queue without an end is to be told from one of a usual length.
      if plan == .slowViewer || plan == .heldUp {
        for line in script.lines.indices.dropFirst(4) { script.lines[line].pause /= 3 }
      }
      if plan == .idle { script.lines[script.lines.count / 2].pause += Self.silence }
      if plan == .failingAgent, stage.happens(onceIn: 2) { script.outcome = .failed(message: "") }
      if plan == .refusedStop, stage.happens(onceIn: 2) { script.lengthenReason() }
      if plan == .failingReads {
        for line in script.lines.indices.prefix(4) { script.lines[line].pause += Self.silence }
      }
      if plan == .silentStart { script.lines[0].pause += Self.silence }
      if plan == .failedRead {
        for line in script.lines.indices { script.lines[line].pause = .zero }
      }
      if backlog > 0 {
        for line in script.lines.indices.prefix(backlog) { script.lines[line].pause = .zero }
        script.lines[backlog].pause += Self.rest
      }
      if isLong { script.lines[count - 1].pause += Self.silence }
      if plan == .cancelledBeats { script.lines[0].pause += Self.silence }
      recorder.update { [script] recording in
        recording.traces.append(trace)
        recording.scripts.append(script)
      }
      // The one possible error is that the trace exists, as it does for a second run.
      try? buffer.open(trace)
      return RunningAgent(
        trace, script, in: buffer, on: stage, into: recorder, isFollowed: index == 0)
    }
  }

  /// Starts the agents when their time has come, whoever else does.
  func startAgents() async throws {
    if plan.beginning == .after {
      try await stage.clock.sleep(for: stage.element(of: [.milliseconds(20), .milliseconds(60)]))
    }
    for agent in agents.prefix(plan.traceCount) { agent.start() }
  }

  /// Waits until the agents are as far as they have to be when the first viewer comes.
  func awaitBeginning() async {
    switch plan.beginning {
    case .after: break
    case .before:
      await passTime(
        stage.element(of: [.milliseconds(60), .milliseconds(130), .milliseconds(10), .zero]))
      await awaitUpdates(1)
    case .paged: await awaitUpdates(backlog)
    case .overflown:
      await awaitUpdates(plan.capacity + 2 + stage.next(below: 3))
    case .finished:
      for agent in agents {
        agent.start()
        await agent.end()
      }
      if plan == .gone { remove(agents[0].trace) }
    }
  }

  private func remove(_ trace: TraceID) {
    buffer.remove(trace)
    recorder.note(
      at: stage.clock.now, nil, Drawing(in: "buffer", .loss, "removed", cleared: trace))
  }

  private func awaitUpdates(_ count: Int) async {
    while recorder.update({ $0.publishedCount }) < count {
      await passTime(.milliseconds(3))
    }
  }

  private func passTime(_ time: Duration) async {
    try? await stage.clock.sleep(for: time)
  }

  /// Makes the viewers' connections, and draws what will befall them.
  func makeConnections(isResumable: Bool) -> [ViewerConnection] {
    let broken =
      switch plan {
      case .brokenViewer, .cancelledReader, .heldUp: stage.next(below: 2)
      case .reconnected, .refusedAgain: 0
      default: Int?.none
      }
    recorder.update { $0.brokenViewer = broken }
    let fates = plan == .brokenCrowd ? SinkBehavior.Fate.drawn(plan.viewerCount - 1, on: stage) : []
    return (0..<plan.viewerCount).map { index in
      let first = recorder.update { $0.viewers.first?.cursor }
      let drawn = SequenceNumber(rawValue: isResumable ? drawnCursor() : 0)
      let cursor = plan == .resumedTogether ? first ?? drawn : drawn
      var behavior = SinkBehavior.drawn(for: plan, isBroken: index == broken, on: stage)
      behavior.addFault(for: plan, timeout: sendTimeout, on: stage)
      // Viewers whose reads alone take time stay at one place, where they may share reads.
      if hasSlowReads { behavior.latencies = [.zero] }
      if isCancelledInSilence { behavior.cancelling = nil }
      if index < fates.count { behavior.meet(fates[index]) }
      recorder.update { recording in
        var viewer = DeliveryRecording.Viewer(after: cursor)
        // An encoder refuses on every connection what it has refused on one.
        behavior.refusals = recording.viewers.first?.refusals ?? behavior.refusals
        viewer.refusals = behavior.refusals
        viewer.fault = behavior.fault
        recording.viewers.append(viewer)
      }
      return ViewerConnection(
        index, named: plan.viewerCount > 1 ? "viewer \(index + 1)" : "the viewer",
        behavior: behavior, on: stage, into: recorder)
    }
  }

  private func drawnCursor() -> Int {
    let published = recorder.update { $0.publishedCount }
    switch plan {
    case .resumed, .resumedAmongTwo, .resumedTogether:
      return published - stage.next(below: published)
    case .roundBacklog, .evenBacklog: return stage.element(of: [0, 0, backlog / 2])
    case .gone: return published + 1 - stage.next(below: published + 1)
    case .resumedAtEnd: return published + 1 - stage.next(below: 3)
    case .expired: return 1 + stage.next(below: published - plan.capacity - 1)
    default: return 0
    }
  }

  /// What a connection's closure is given.
  func run(over connection: ViewerConnection) -> DeliveryRun {
    let agent = agents[plan == .reused ? connection.index : 0]
    return DeliveryRun(
      buffer: RunBuffer(buffer: buffer, stage: stage, readFaults: readFaults(over: connection)),
      statusBuffer: buffer,
      trace: agent.trace,
      resumeAfter: Cursor(
        connection.update { $0.cursor }, in: buffer.epoch),
      sink: RunSink(connection: connection), clock: stage.clock, connection: connection,
      runningAgent: agent, sharedValues: sharedValues)
  }

  /// What befalls the reads of a connection.
  private func readFaults(over connection: ViewerConnection) -> ReadFaults? {
    if plan == .failedRead {
      let first = stage.element(of: [1, 1, 2])
      return ReadFaults(
        of: connection, latencies: [.zero],
        failing: Set(first..<(first + stage.element(of: [1, 2, 5]))), from: .fullPage)
    }
    if plan == .failingReads {
      // However often a loop reads: who tries again later and later is to come to its longest wait. Who
      // reads twice in turn is not to meet with the same at each turn.
      return ReadFaults(
        of: connection, latencies: [.zero],
        failing: Set((2..<20_000).filter { $0 % 5 == 0 || $0 % 7 == 3 }), from: .somethingPublished)
    }
    if plan == .joiners {
      return ReadFaults(
        of: connection, latencies: [.zero, .milliseconds(20)],
        answering: [.zero, .milliseconds(20), .milliseconds(60)])
    }
    return slowReads(over: connection)
  }

  /// Reads that take as long as a network does, where viewers may share them.
  private func slowReads(over connection: ViewerConnection) -> ReadFaults? {
    guard hasSlowReads else { return nil }
    let isCancelled =
      connection.behavior.failing == nil
      && recorder.update { $0.brokenViewer } == connection.index
    return ReadFaults(
      of: connection, latencies: [.milliseconds(60), .milliseconds(150), .milliseconds(20)],
      cancelling: isCancelled ? 1 + stage.next(below: 4) : nil)
  }

  /// Lets the second viewer come later, if that is drawn, or after the first.
  ///
  /// - Parameter first: the first viewer, or of many that come one after the other the one before.
  func delay(_ connection: ViewerConnection, after first: RunTask<Void>?) async throws {
    guard connection.index > 0 else { return }
    if plan == .brokenCrowd { return try await first?.value ?? () }
    if plan.isReconnection {
      try await first?.value
      recorder.update { recording in
        let last = recording.viewers[0].arrivals.last?.sequence ?? .zero
        recording.viewers[connection.index].cursor = max(last, .zero)
      }
    }
    if plan == .reused { return try await beginSecondRun(after: first) }
    guard plan == .twoViewers || plan == .joiners else { return }
    let delay = stage.element(of: [Duration.zero, .milliseconds(100), .milliseconds(40)])
    try await stage.clock.sleep(for: plan == .joiners ? delay * connection.index : delay)
  }

  /// Lets the second run begin under the id of the first, once that is gone.
  private func beginSecondRun(after first: RunTask<Void>?) async throws {
    try await first?.value
    await agents[0].end()
    remove(agents[0].trace)
    // The one possible error is that the trace exists.
    try? buffer.open(agents[1].trace)
    let beginning = stage.element(of: [Duration.milliseconds(20), .milliseconds(60)])
    _ = stage.spawn("starter of the second run") { [agent = agents[1], clock = stage.clock] in
      try await clock.sleep(for: beginning)
      agent.start()
    }
  }

  /// How long a connection may go on when the agents have ended.
  private var patience: Duration {
    switch plan {
    case .failingClose: stage.patience(DeliveryJudgement.longestClose + .seconds(10))
    case .stalledSend: stage.patience(.seconds(40)) + (sendTimeout ?? .zero)
    case .longSends, .sendsInTime: .seconds(120) + (sendTimeout ?? .zero) * 20
    default: stage.patience(.seconds(60))
    }
  }

  /// Cancels connections: one at a drawn instant if the plan says so, and those that never end.
  func watch(_ connections: [ViewerConnection]) async throws {
    if [.cancelled, .cancelledOutput, .cancelledBeats, .silentStart].contains(plan)
      || (plan == .failingClose && stage.next(below: 2) == 1)
    {
      let instants = isCancelledInSilence ? [40_000, 17_000, 60_000] : [80, 40, 150, 10, 250]
      try await stage.clock.sleep(for: .milliseconds(stage.element(of: instants)))
      connections[0].cancel("by its server")
    }
    if [.brokenViewer, .cancelledReader].contains(plan),
      let broken = recorder.recording.brokenViewer,
      connections[broken].behavior.failing == nil
    {
      let instant = stage.element(of: [150, 80, 250, 400].map { Duration.milliseconds($0) })
      try await stage.clock.sleep(for: instant)
      if connections[broken].update({ !$0.isCancelled }) {
        connections[broken].cancel("by its server")
      }
    }
    await agents[0].end()
    if plan == .reused {
      // The second run waits for the first connection, which may be endless.
      try await stage.clock.sleep(for: stage.patience(.seconds(10)))
      connections[0].stop()
    }
    for agent in agents { await agent.end() }
    try await stage.clock.sleep(for: patience)
    for connection in connections { connection.stop() }
  }
}
