import EventStreamRoutes
import Hummingbird
import StatusConformance
import StatusStreaming

extension PipelineUnderTest {
  /// A buffer of this process to publish to, and a server on the loopback that serves what is in it.
  init(
    publishingTo buffer: some StatusBuffering, port: Int,
    stop: (@Sendable () async throws -> Void)? = nil
  ) {
    self.init(
      publish: { event in
        switch event {
        case .open(let trace): try await buffer.open(trace)
        case .update(let update, let trace): _ = try await buffer.append(update, to: trace)
        case .finish(let outcome, let trace): _ = try await buffer.finish(trace, with: outcome)
        }
      },
      connect: { trace, lastEventID in
        try await HTTPViewer.connect(to: port, "/runs/\(trace)", lastEventID: lastEventID)
      }, stop: stop)
  }
}

extension LocalServer {
  /// Serves the viewers of a buffer.
  ///
  /// - Parameter beat: after how long in silence a monitor looks again, and has something written.
  static func start(
    viewersOf buffer: some StatusWaking, as profile: EventStreamEncoder.Profile = .resumable,
    beat: Duration? = .seconds(1)
  ) async throws -> LocalServer {
    let monitor = StatusMonitor(
      buffer: buffer, wakeup: .onAppend, heartbeatInterval: beat)
    let router = Router(context: Context.self)
    router.get("runs/:trace") { try await monitor.respond(to: $0, $1, as: profile) }
    return try await start(router)
  }
}
