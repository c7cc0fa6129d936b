import ReferenceScenarios
import StatusStreaming

/// Runs of a delivery loop.
struct DeliveryTrial: Trial {
  static var subject: ConformanceSubject { .delivery }
  static var usualRuns: Int { 266 }

  let capabilities: Set<ConformanceCapability>
  let isExplored: Bool
  /// How many events may be held for a viewer beside what one look at the buffer gives.
  let readAhead: Int
  /// How long the loop lets a send take; `nil` for ever, or where runs can't tell.
  let sendTimeout: Duration?
  private let declaredTimeout: Duration?
  let program: @Sendable (DeliveryRun) async throws -> Void
  let plans: [DeliveryPlan]

  init(
    capabilities: Set<ConformanceCapability>, isExplored: Bool, readAhead: Int,
    sendTimeout: Duration?,
    program: @escaping @Sendable (DeliveryRun) async throws -> Void
  ) {
    self.capabilities = capabilities
    self.isExplored = isExplored
    self.readAhead = readAhead
    self.program = program
    declaredTimeout = sendTimeout
    let timeout = sendTimeout.flatMap { $0 > .zero && $0 <= Self.longestTimeout ? $0 : nil }
    self.sendTimeout = timeout
    plans = DeliveryPlan.allCases.filter { plan in
      plan != .world && plan.capabilities.isSubset(of: capabilities)
        && (isExplored || !plan.needsSimulation)
        && plan.hasSendTimeout != (timeout == nil)
    }
  }

  /// How long a run can wait for a send to be given up.
  private static let longestTimeout = Duration.seconds(60)

  func obstacle(to rule: ConformanceRule) -> String? {
    switch rule.id {
    case 711 where !isExplored: "needs .simulated, since idling takes minutes"
    case 614 where sendTimeout == nil:
      declaredTimeout.map { "sendTimeout is \($0): expected more than zero, at most a minute" }
        ?? "no sendTimeout is declared"
    case 507 where !capabilities.contains(.resumable): "needs .resumable"
    default: nil
    }
  }

  func perform(
    _ plan: DeliveryPlan, on stage: Stage, into recorder: Recorder<DeliveryRecording>
  ) async {
    if [.longSends, .sendsInTime, .failingReads].contains(plan) { stage.allow(work: 1_000) }
    // Some look every few milliseconds whether there is room.
    if plan == .heldUp { stage.allow(work: 20_000) }
    let scene = DeliveryScene(
      plan, sendTimeout: sendTimeout, on: stage, into: recorder)
    let starter = stage.spawn("starter") { try await scene.startAgents() }
    await scene.awaitBeginning()
    let connections = scene.makeConnections(isResumable: capabilities.contains(.resumable))
    let watch = stage.spawn("watch") { try await scene.watch(connections) }
    var viewers: [RunTask<Void>] = []
    for connection in connections {
      let previous = plan == .brokenCrowd ? viewers.last : viewers.first
      let viewer = stage.spawn(connection.name) { [program] in
        try await scene.delay(connection, after: previous)
        await connection.serve { try await program(scene.run(over: connection)) }
      }
      connection.adopt(viewer, isSpawned: false)
      viewers.append(viewer)
    }
    for viewer in viewers { _ = try? await viewer.value }
    watch.cancel()
    starter.cancel()
    await scene.sharedValues.shutDown()
  }
}

extension DeliveryTrial {
  func bufferLane(of recording: DeliveryRecording) -> BufferLane? {
    BufferLane(capacity: recording.capacity)
  }

  func finding(in recording: DeliveryRecording, against rule: ConformanceRule) -> Finding? {
    // Who comes again is judged, not who was made to fail.
    let isLast = recording.plan.judgesTheLast
    let judged = isLast ? recording.viewers.last : recording.viewers.first
    guard let viewer = judged else {
      return recording.interruption.map {
        Finding(expected: "a viewer to connect", seen: "\($0)")
      }
    }
    var finding = finding(of: viewer, in: recording, against: rule)
    if recording.plan.viewerCount > 1 {
      finding?.viewer = "viewer \(isLast ? recording.viewers.count : 1)"
    }
    finding?.trace = recording.traces.first
    return finding
  }

  private func finding(
    of viewer: DeliveryRecording.Viewer, in recording: DeliveryRecording,
    against rule: ConformanceRule
  ) -> Finding? {
    let verdict = DeliveryJudgement(recording: recording, viewer: viewer)
    switch rule.id {
    case 101...104, 106, 201, 203, 204, 207: return verdict.viewerHistory.finding(against: rule)
    case 105: return verdict.wrongNumber
    case 107: return verdict.otherOrder
    case 108: return verdict.overlap
    case 202: return verdict.callAfterEnd
    case 205, 404, 504: return verdict.incompleteness
    case 206:
      return verdict.endlessness ?? verdict.untoldFailureOfRead(before: recording.expected.count)
    case 401: return verdict.foreignEvent
    case 402, 501: return verdict.wrongResume
    case 403: return verdict.disturbance
    case 502: return verdict.hiddenExpiry
    case 506: return verdict.lateRefusal
    case 507: return verdict.repeatedRefusal
    case 601: return verdict.hoarding(beyond: readAhead)
    case 602: return verdict.hiddenOverflow
    case 603: return verdict.callAfterFailure
    case 604: return verdict.wrongCancellation(isExplored: isExplored)
    case 606: return verdict.endByRefusal
    case 607: return verdict.untoldRefusal
    case 608: return verdict.untoldEnd
    case 613: return verdict.unendedOutput
    case 614 where recording.plan == .sendsInTime:
      return sendTimeout.flatMap { verdict.haste(within: $0) }
    case 614: return sendTimeout.flatMap { verdict.stall(beyond: $0) }
    case 615: return verdict.untoldClose
    case 711: return verdict.silence
    default: return nil
    }
  }
}

/// Runs that are worlds.
extension DeliveryTrial {
  var design: WorldDesign<DeliverySituation> {
    let isResumable = capabilities.contains(.resumable)
    let situations = DeliverySituation.allCases.filter { situation in
      switch situation {
      case .numbered, .everyNumber: isResumable
      case .refusals: capabilities.contains(.sizeLimit)
      case .silence, .hours: isExplored
      case .failingHeartbeats: isExplored && capabilities.contains(.heartbeats)
      default: true
      }
    }
    // Every update is sent to every viewer, again at each of its connections.
    return WorldDesign(
      situations, upTo: 4_097, boundaries: Occurrences.lengths(upTo: nil) + ["capacity met"])
  }

  func perform(
    _ world: World<DeliverySituation>, on stage: Stage, into recorder: Recorder<DeliveryRecording>
  ) async {
    await DeliveryWorldRun(
      world, on: stage, into: recorder, isResumable: capabilities.contains(.resumable),
      sendTimeout: sendTimeout, program: program
    ).perform()
  }

  func findings(
    in recording: DeliveryRecording, of world: World<DeliverySituation>
  ) -> [(rule: Int, finding: Finding)] {
    DeliveryWorldJudgement(
      of: recording, readAhead: readAhead, sendTimeout: sendTimeout, isExplored: isExplored
    ).findings
  }
}
