import EventStreamRoutes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// A server of this process, on a free port of the loopback.
struct LocalServer: Sendable {
  let port: Int
  private let services: ServiceGroup
  private let running: Task<Void, any Error>

  static func start(_ router: Router<Context>) async throws -> LocalServer {
    let logger = Logger(label: "server") { _ in SwiftLogNoOpLogHandler() }
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let app = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in
        if let bound = channel.localAddress?.port { port.yield(bound) }
        port.finish()
      }, logger: logger)
    var configuration = ServiceGroupConfiguration(services: [app], logger: logger)
    configuration.maximumGracefulShutdownDuration = .milliseconds(800) as Duration
    let services = ServiceGroup(configuration: configuration)
    let running = Task {
      defer { port.finish() }
      try await services.run()
    }
    guard let port = await ports.first(where: { _ in true }) else {
      try await running.value
      throw ChannelError.inappropriateOperationForState
    }
    return LocalServer(port: port, services: services, running: running)
  }

  /// Lets the open responses end, for less than a second.
  func stop() async {
    await services.triggerGracefulShutdown()
    // Cutting off who reads nothing is an error to the group, and meant here.
    _ = await running.result
  }
}
