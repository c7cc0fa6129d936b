internal import StatusConformance
internal import StatusStreaming

/// The package's own pipelines: a buffer, and for each viewer a monitor that is asked for bytes.
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
    pipeline("terminal", .terminal, []) { TerminalEncoder() },
    pipeline("jsonl", .lines, [.resumable]) { JSONLinesEncoder() },
  ]

  private static let everything: Set<ConformanceCapability> = [.resumable, .heartbeats]

  private static func pipeline<Encoder: StatusEncoder & Sendable>(
    _ name: String, _ profile: PipelineProfile, _ capabilities: Set<ConformanceCapability>,
    encodedBy makeEncoder: @escaping @Sendable () -> Encoder
  ) -> any Verification {
    PipelineVerification(profile: profile, name: name, capabilities: capabilities) { run in
      let buffer = StatusBuffer(configuration: .init(epoch: "b7"), clock: run.clock)
      let monitor = StatusMonitor(
        buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(15), clock: run.clock)
      return PipelineUnderTest { event in
        switch event {
        case .open(let trace): try buffer.open(trace)
        case .update(let update, let trace): try buffer.append(update, to: trace)
        case .finish(let outcome, let trace): try buffer.finish(trace, with: outcome)
        }
      } connect: { trace, lastEventID in
        switch await monitor.admit("\(trace)", lastEventID: lastEventID) {
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
