import StatusConformance
import StatusStreaming
import StatusTesting
import Testing

/// The server on the front page, to which each client is a new one.
@Suite(.failing(ShownFailures.check(ofRule: 501)))
enum ForgetfulServerExample {
  struct ForgetfulServer: Sendable {
    private let server: PipelineExample.MyServer

    init(clock: RunClock) {
      server = PipelineExample.MyServer(clock: clock)
    }

    func publish(_ event: PipelineEvent) throws { try server.publish(event) }

    func stream(_ trace: TraceID, _: String?) async -> PipelineConnection {
      await server.stream(trace, nil)
    }
  }
}
