internal import GoldenTranscripts
internal import StatusConformance
internal import StatusStreaming

/// The package's own pipelines: a buffer, and for each viewer a monitor and a sink.
///
/// What else there is to choose is drawn in each run: how the monitor waits, whether the buffer's
/// history has a name, and whether bytes are pulled or pushed.
enum BuiltInPipelines {
  /// One for each format.
  static let all: [any Verification] = [
    pipeline("sse-resumable", .eventStream(.resumable), everything) {
      EventStreamEncoder(profile: .resumable)
    },
    pipeline("sse-reference", .eventStream(.reference), [.heartbeats]) {
      EventStreamEncoder(profile: .reference)
    },
    pipeline("websocket", .webSocket(.resumable), everything) {
      WebSocketStatusEncoder(profile: .resumable)
    },
    pipeline("ag-ui", .agUI(), everything) {
      EventStreamEncoder(profile: .agUI(threadID: "thread-1"))
    },
    pipeline("ag-ui-websocket", .agUI(over: .webSocket), everything) {
      WebSocketStatusEncoder(profile: .agUI(threadID: "thread-1"))
    },
    pipeline("terminal", .terminal, []) { TerminalEncoder() },
    pipeline("jsonl", .lines, [.resumable]) { JSONLinesEncoder() },
  ]

  private static let everything: Set<ConformanceCapability> = [.resumable, .heartbeats]

  private static func pipeline<Encoder: StatusEncoder & Sendable>(
    _ name: String, _ profile: PipelineProfile, _ capabilities: Set<ConformanceCapability>,
    encodedBy makeEncoder: @escaping @Sendable () -> Encoder
  ) -> any Verification {
    PipelineVerification(profile: profile, name: name, capabilities: capabilities) { run in
      let epoch: Epoch? = run.element(of: ["b7", nil])
      let buffer = StatusBuffer(configuration: .init(epoch: epoch), clock: run.clock)
      let monitor = StatusMonitor(
        buffer: buffer,
        wakeup: run.element(of: [.onAppend, .onAppend, .polling(every: .milliseconds(50))]),
        heartbeatInterval: .seconds(15), clock: run.clock)
      let isPushed = run.element(of: [false, true])
      return PipelineUnderTest { event in
        switch event {
        case .open(let trace): try buffer.open(trace)
        case .update(let update, let trace): try buffer.append(update, to: trace)
        case .finish(let outcome, let trace): try buffer.finish(trace, with: outcome)
        }
      } connect: { trace, lastEventID in
        switch await monitor.admit("\(trace)", lastEventID: lastEventID) {
        case .viewing(let viewing) where isPushed:
          PipelineConnection(pushing: { take in
            var sink = EncodingSink(encoder: makeEncoder(), writer: TakenBytes(take: take))
            let delivery = await viewing.deliver(to: &sink)
            try delivery.requireIntactOutput()
          })
        case .viewing(let viewing): PipelineConnection(viewing.body(encodedBy: makeEncoder()))
        case .answer(let answer):
          answer.status == 204 ? .finished : .refused("\(answer.status) \(answer)")
        }
      } stop: {
        _ = await buffer.drain(within: .seconds(1))
      }
    }
  }
}

/// Hands bytes to a viewer for as long as it takes them.
private struct TakenBytes: ByteWriter {
  let take: @Sendable ([UInt8]) async -> Bool

  mutating func write(_ bytes: [UInt8]) async throws {
    // As with a body that is pulled, what nobody reads on is not asked for.
    guard await take(bytes) else { throw CancellationError() }
  }
}
