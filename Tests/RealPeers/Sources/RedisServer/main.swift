import EventStreamRoutes
import Foundation
import Hummingbird
import RedisStatusBuffer
import SampleAgent
import ServiceLifecycle
import StatusStreaming

let environment = ProcessInfo.processInfo.environment
let redis = RedisAddress(port: environment["REDIS_PORT"].flatMap { Int($0) } ?? 6379)
let client = try await RedisClient(to: redis)
let buffer = RedisStatusBuffer(client: client)
let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(5))

@Sendable func run(_ trace: TraceID) async throws {
  do {
    let answer = try await SampleAgent(of: trace).work {
      _ = try await buffer.append($0, to: trace)
    }
    _ = try await buffer.finish(trace, with: .complete(answer))
  } catch {
    // What stops the process may have stopped the agent; viewers elsewhere are told either way.
    _ = try await buffer.finish(trace, with: .failed(message: "agent failed"))
  }
}

let router = Router(context: Context.self)
router.post("runs/:trace") { _, context in
  do {
    let trace = try TraceID(context.parameters.require("trace"))
    try await buffer.open(trace)
    Task { try await run(trace) }
    return HTTPResponse.Status.created
  } catch let error as BufferError where error.code == .traceExists {
    return HTTPResponse.Status.conflict
  } catch is InvalidTraceID {
    return HTTPResponse.Status.badRequest
  }
}
router.get("runs/:trace") { request, context in
  try await monitor.respond(to: request, context)
}

let port = environment["PORT"].flatMap { Int($0) } ?? 8080
let app = Application(
  router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
let draining = ClosureService {
  try await gracefulShutdown()
  buffer.beginDraining()
}
var services = ServiceGroupConfiguration(
  services: [app, draining], gracefulShutdownSignals: [.sigterm], logger: app.logger)
services.maximumGracefulShutdownDuration = .milliseconds(800) as Duration  // For who reads nothing.
try await ServiceGroup(configuration: services).run()
