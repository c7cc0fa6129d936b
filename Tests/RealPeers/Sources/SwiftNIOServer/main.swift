import Dispatch
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import SampleAgent
import StatusStreaming

let epoch = Epoch(number: .random(in: .min ... .max))
let buffer = StatusBuffer(configuration: .init(limits: .init(viewers: 400), epoch: epoch))
let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend, heartbeatInterval: .seconds(5))

func answer(_ request: HTTPRequestHead, over output: Output) async throws {
  do {
    if request.method == .POST {
      try buffer.begin(named: request.trace).start { publisher in
        try await SampleAgent(of: publisher.trace).work { try publisher.publish($0) }
      }
      try await output.send(201, [])
    } else {
      let id = request.headers.first(name: EventStreamHTTP.lastEventID)
      let viewing = try await monitor.admit(request.trace, lastEventID: id).get()
      try await output.send(200, EventStreamHTTP.headers)
      let sink = EventStreamSink(profile: .resumable) {
        try await output.send(.body(.byteBuffer(ByteBuffer(bytes: $0))))
      }
      try await viewing.deliver(to: sink, sendTimeout: .seconds(5)).delivery.requireIntactOutput()
    }
  } catch let answer as AdmissionAnswer {
    try await output.send(answer.status, answer.headers)
    try await output.send(.body(.byteBuffer(ByteBuffer(string: answer.body))))
  }
  try await output.send(.end(nil))
}

let port = ProcessInfo.processInfo.environment["PORT"].flatMap { Int($0) } ?? 8080
let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
  .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
  .bind(host: "127.0.0.1", port: port) { channel in
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
        configuration: .init(
          upgradeConfiguration: .init(upgraders: [Upgrader()]) { channel in
            connection(channel) { (requests: Inbound<HTTPServerRequestPart>) in
              for try await case .head(let request) in requests {
                try await answer(request, over: Output(channel: channel))
                if !request.isKeepAlive { return }
              }
            }
          }))
    }
  }
FileHandle.standardError.write(
  Data("listening on 127.0.0.1:\(server.channel.localAddress?.port ?? port)\n".utf8))

signal(SIGTERM, SIG_IGN)
let (terminations, termination) = AsyncStream.makeStream(of: Void.self)
let source = DispatchSource.makeSignalSource(signal: SIGTERM)
source.setEventHandler { @Sendable in termination.finish() }
source.resume()
try? await withThrowingDiscardingTaskGroup { group in
  group.addTask {
    for await _ in terminations {}
    try await server.channel.close()
    await buffer.drain(within: .milliseconds(500))
    try await Task.sleep(for: .milliseconds(200))
    throw CancellationError()  // Cuts off who reads nothing.
  }
  try await server.executeThenClose { connections in
    for try await connection in connections {
      group.addTask { try? await connection.get()() }
    }
  }
}
