import StatusConformance
import StatusStreaming
import StatusTesting
import Testing

/// A server of one's own and a client, of which an example shows how they are verified.
enum SocketServerExample {
  struct MyServer: Sendable {
    let port = 8080

    static func start() async throws -> MyServer { MyServer() }
    func publish(_ event: PipelineEvent) async throws {}
    func stop() async {}
  }

  enum MyClient {
    static func connect(
      to port: Int, _ path: String, lastEventID: String?
    ) async throws -> PipelineConnection { .refused("nobody listens on \(port)") }
  }
}
