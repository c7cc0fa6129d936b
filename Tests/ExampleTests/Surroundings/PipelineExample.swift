import StatusConformance
import StatusStreaming
import StatusTesting
import Testing

/// A server that is verified as a whole.
enum PipelineExample {
  struct MyServer: Sendable {
    let buffer: StatusBuffer
    let monitor: StatusMonitor<StatusBuffer, RunClock>

    init(clock: RunClock) {
      buffer = StatusBuffer(configuration: .init(epoch: "b7"), clock: clock)
      monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: clock)
    }

    func publish(_ event: PipelineEvent) throws {
      switch event {
      case .open(let trace): try buffer.open(trace)
      case .update(let update, let trace): try buffer.append(update, to: trace)
      case .finish(let outcome, let trace): try buffer.finish(trace, with: outcome)
      }
    }

    func stream(_ trace: TraceID, _ lastEventID: String?) async -> PipelineConnection {
      switch await monitor.admit("\(trace)", lastEventID: lastEventID) {
      case .viewing(let viewing):
        PipelineConnection(viewing.body(encodedBy: EventStreamEncoder(profile: .resumable)))
      case .answer(let answer): answer.status == 204 ? .finished : .refused("\(answer)")
      }
    }

    func stop() async {
      _ = await buffer.drain(within: .seconds(1))
    }
  }
}
