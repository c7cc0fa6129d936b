import EventStreamRoutes
import Foundation
import Hummingbird
import SampleAgent
import ServiceLifecycle
import StatusStreaming

let epoch = Epoch(number: .random(in: .min ... .max))
let buffer = StatusBuffer(configuration: .init(limits: .init(viewers: 400), epoch: epoch))
let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(5))

let router = Router(context: Context.self)
router.post("runs/:trace") { _, context in
  do {
    let run = try buffer.begin(named: context.parameters.require("trace"))
    run.start { publisher in
      try await SampleAgent(of: publisher.trace).work { try publisher.publish($0) }
    }
    return HTTPResponse.Status.created
  } catch let answer as AdmissionAnswer {
    return HTTPResponse.Status(code: answer.status)
  }
}
router.get("runs/:trace") { request, context in
  try await monitor.respond(to: request, context)
}
router.get("reference/:trace") { request, context in
  try await monitor.respond(to: request, context, as: .reference)
}
router.post("agent") { request, context in
  let input = try await request.decode(as: RunAgentInput.self, context: context)
  do {
    let run = try buffer.begin(named: input.runId)
    run.start { publisher in
      try await SampleAgent(of: publisher.trace).work { try publisher.publish($0) }
    }
  } catch let answer as AdmissionAnswer {
    return Response(status: .init(code: answer.status))
  }
  return try await monitor.respond(
    to: request, context, of: input.runId,
    as: .agUI(threadID: input.threadId, startedAt: startTime(of: input.runId)))
}
router.get("agent/:thread/:trace") { request, context in
  let (thread, trace) = try (
    context.parameters.require("thread"), context.parameters.require("trace")
  )
  return try await monitor.respond(
    to: request, context, of: trace,
    as: .agUI(threadID: thread, startedAt: startTime(of: trace)))
}

/// When a trace was opened, by the clock on the wall.
@Sendable func startTime(of trace: String) -> Duration {
  let age = (try? buffer.age(of: TraceID(trace))) ?? .zero
  return .seconds(Date().timeIntervalSince1970) - age
}

let port = ProcessInfo.processInfo.environment["PORT"].flatMap { Int($0) } ?? 8080
let app = Application(
  router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
let draining = ClosureService {
  try await gracefulShutdown()
  await buffer.drain(within: .milliseconds(500))
}
var services = ServiceGroupConfiguration(
  services: [app, draining], gracefulShutdownSignals: [.sigterm], logger: app.logger)
services.maximumGracefulShutdownDuration = .milliseconds(800) as Duration  // For who reads nothing.
try await ServiceGroup(configuration: services).run()
