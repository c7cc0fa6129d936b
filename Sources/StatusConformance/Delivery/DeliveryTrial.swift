import ReferenceScenarios
import StatusStreaming

/// Runs of a delivery loop.
struct DeliveryTrial: Trial {
  static var subject: ConformanceSubject { .delivery }
  static var usualRuns: Int { 250 }

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
        && (isExplored || !plan.needsSimulation) && (timeout != nil || plan != .stalledSend)
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
    await scene.shelf.shutDown()
  }
}
