internal import GoldenTranscripts
internal import ReferenceScenarios
package import StatusConformance
internal import StatusStreaming

/// What the package's own implementations are verified by.
package enum BuiltInVerifications {
  /// One for each implementation, stage by stage.
  package static let all: [any Verification] =
    agents + buffers + deliveries + sinks + BuiltInPipelines.all

  private static let agents: [any Verification] = [
    AgentVerification(name: "planner") { run in
      let agent = EnterpriseAgent(clock: run.clock, fault: run.failure.map(\.fault))
      try await answer(by: agent, in: run)
    },
    AgentVerification(name: "pipeline") { run in
      let agent = RoadmapPipeline(clock: run.clock, fault: run.failure.map(\.fault))
      try await answer(by: agent, in: run)
    },
  ]

  private static let buffers: [any Verification] = [
    BufferVerification(name: "unbounded") { StatusBuffer(clock: $0) },
    BufferVerification(name: "dropping", capacity: 8) {
      StatusBuffer(configuration: .init(capacity: 8), clock: $0)
    },
    BufferVerification(name: "refusing", capacity: 8) {
      StatusBuffer(configuration: .init(capacity: 8, overflow: .refuse), clock: $0)
    },
    BufferVerification(name: "limited", limits: limits, counters: { $0.counters }) {
      StatusBuffer(configuration: .init(limits: limits), clock: $0)
    },
    BufferVerification(name: "epoch", capacity: 8) {
      StatusBuffer(configuration: .init(capacity: 8, epoch: "b7"), clock: $0)
    },
  ]

  private static let limits = StatusBuffer.Limits(traces: 4, bytes: 16_384)

  private static let deliveries: [any Verification] = [
    DeliveryVerification(name: "polling", capabilities: everyDelivery) { run in
      try await deliver(run, from: run.statusBuffer, looking: .polling(every: .milliseconds(50)))
    },
    DeliveryVerification(name: "waking", capabilities: everyDelivery) { run in
      try await deliver(run, from: run.statusBuffer, looking: .onAppend)
    },
    DeliveryVerification(name: "polling-remote", capabilities: everyDelivery) { run in
      try await deliver(run, from: run.buffer, looking: .polling(every: .milliseconds(50)))
    },
    DeliveryVerification(name: "waking-remote", capabilities: everyDelivery) { run in
      try await deliver(run, from: run.buffer, looking: .onAppend)
    },
    DeliveryVerification(
      name: "by-value", capabilities: everyDelivery.union([.closing]), sendTimeout: .seconds(10)
    ) { run in
      let (delivery, _) = await monitor(run).deliver(
        run.trace, after: run.resumeAfter, to: run.sink, sendTimeout: .seconds(10))
      try delivery.requireIntactOutput()
    },
    DeliveryVerification(
      name: "lent", capabilities: everyDelivery.union([.closing]), sendTimeout: .seconds(10)
    ) { run in
      var sink = run.sink
      let delivery = await monitor(run).deliver(
        run.trace, after: run.resumeAfter, to: &sink, sendTimeout: .seconds(10))
      try delivery.requireIntactOutput()
    },
    DeliveryVerification(name: "sequence", capabilities: [.bounded, .resumable]) { run in
      for try await event in run.statusBuffer.events(of: run.trace, after: run.resumeAfter) {
        try await run.sink.send(event)
      }
      try await run.sink.close()
    },
  ]

  private static let sinks: [any Verification] = [
    SinkVerification(
      name: "terminal", capabilities: [.bounded, .batches], decoder: { TerminalStatusDecoder() }
    ) { TerminalSink(writer: $0) },
    SinkVerification(
      name: "terminal-labels", capabilities: [.bounded, .batches],
      decoder: { TerminalStatusDecoder(labelsTraces: true, showsTimes: true) }
    ) {
      EncodingSink(encoder: TerminalEncoder(labelsTraces: true, showsTimes: true), writer: $0)
    },
    SinkVerification(
      name: "sse-reference", capabilities: [.bounded, .heartbeats, .batches],
      decoder: { EventStreamStatusDecoder(profile: .reference) }
    ) { EventStreamSink(profile: .reference, writer: $0) },
    SinkVerification(
      name: "sse-resumable", capabilities: everySink, sizeLimit: 8_192,
      decoder: { EventStreamStatusDecoder(profile: .resumable) }
    ) {
      EncodingSink(
        encoder: EventStreamEncoder(profile: .resumable, maximumEventSize: 8_192), writer: $0)
    },
    SinkVerification(
      name: "websocket", capabilities: everySink, sizeLimit: 65_536,
      decoder: { WebSocketStatusDecoder() }
    ) {
      EncodingSink(encoder: WebSocketStatusEncoder(maximumMessageSize: 65_536), writer: $0)
    },
    SinkVerification(
      name: "websocket-resumable", capabilities: [.bounded, .heartbeats, .batches],
      decoder: { WebSocketStatusDecoder(profile: .resumable) }
    ) {
      WebSocketSession(
        connection: WebSocketConnection(encoder: WebSocketStatusEncoder(profile: .resumable)),
        writer: $0)
    },
    SinkVerification(
      name: "ag-ui", capabilities: everySink, sizeLimit: 8_192, decoder: { AGUIStatusDecoder() }
    ) {
      EncodingSink(
        encoder: EventStreamEncoder(
          profile: .agUI(threadID: "thread-1"), maximumEventSize: 8_192), writer: $0)
    },
    SinkVerification(
      name: "ag-ui-websocket", capabilities: everySink, sizeLimit: 65_536,
      decoder: { AGUIStatusDecoder(over: .webSocket) }
    ) {
      EncodingSink(
        encoder: WebSocketStatusEncoder(
          profile: .agUI(threadID: "thread-1"), maximumMessageSize: 65_536), writer: $0)
    },
    SinkVerification(
      name: "jsonl", capabilities: [.bounded, .batches], decoder: { JSONLinesStatusDecoder() }
    ) { JSONLinesSink(writer: $0) },
  ]

  private static let everySink: Set<ConformanceCapability> = [
    .bounded, .heartbeats, .sizeLimit, .batches,
  ]

  private static let everyDelivery: Set<ConformanceCapability> = [
    .bounded, .resumable, .heartbeats, .sizeLimit,
  ]

  private static func answer(by agent: some Agent, in run: AgentRun) async throws {
    try await run.buffer.withTrace(run.trace) { publisher in
      try await agent.run(query: run.query, publishing: publisher)
    }
  }

  private static func deliver<Buffer: StatusBuffering>(
    _ run: DeliveryRun, from buffer: Buffer,
    looking wakeup: StatusMonitor<Buffer, RunClock>.Wakeup
  ) async throws {
    let monitor = StatusMonitor(
      buffer: buffer, wakeup: wakeup, heartbeatInterval: .seconds(15), clock: run.clock)
    var sink = run.sink
    let delivery = await monitor.deliver(run.trace, after: run.resumeAfter, to: &sink)
    try delivery.requireIntactOutput()
  }

  private static func monitor(_ run: DeliveryRun) -> StatusMonitor<StatusBuffer, RunClock> {
    StatusMonitor(
      buffer: run.statusBuffer, wakeup: .onAppend, heartbeatInterval: .seconds(15),
      clock: run.clock)
  }

}

extension StatusFailure {
  /// The fault that makes a reference agent fail so.
  fileprivate var fault: AgentFault { .stepFailure(.synthesizeAnswer, message: message) }
}

/// A run of one of the package's own implementations.
struct VerificationRun: Sendable {
  let token: ConformanceToken
  private let verification: any Verification

  /// Reads the token of a run.
  init(parsing text: String) throws(UsageError) {
    do {
      token = try ConformanceToken(parsing: text)
    } catch {
      throw UsageError("token \(text.quoted): \(error)")
    }
    let token = token
    let candidates = BuiltInVerifications.all.filter { $0.subject == token.subject }
    guard let verification = candidates.first(where: { $0.name == token.name }) else {
      let names = candidates.map(\.name)
      throw UsageError(
        "unknown \(token.subject.rawValue) \(token.name.quoted): expected \(names.alternatives)")
    }
    self.verification = verification
  }

  /// Makes the run once more.
  func replay() throws -> Replay { try verification.replay(token.run) }
}
