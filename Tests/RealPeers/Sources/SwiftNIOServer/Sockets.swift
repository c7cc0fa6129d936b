import NIOCore
import NIOHTTP1
import NIOWebSocket
import StatusStreaming
import Synchronization

typealias Inbound = NIOAsyncChannelInboundStream
typealias Connection = @Sendable () async throws -> Void

/// A channel as a connection that is served by a task.
func connection<Part: Sendable>(
  _ channel: any Channel, serve: @escaping @Sendable (Inbound<Part>) async throws -> Void
) -> EventLoopFuture<Connection> {
  channel.eventLoop.makeCompletedFuture {
    let parts = try NIOAsyncChannel<Part, Never>(wrappingChannelSynchronously: channel)
    return { try await parts.executeThenClose { try await serve($0) } }
  }
}

/// Makes a WebSocket of a request: of `/frames/TRACE` one whose frames are this package's, of
/// `/messages/TRACE` one that SwiftNIO frames.
struct Upgrader: NIOTypedHTTPServerProtocolUpgrader {
  let supportedProtocol = "websocket"
  let requiredUpgradeHeaders: [String] = []
  private let messages = NIOTypedWebSocketServerUpgrader(
    shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
    upgradePipelineHandler: { channel, request in
      connection(channel) { try await watchMessages(request, over: Output(channel: channel), $0) }
    })

  func buildUpgradeResponse(
    channel: any Channel, upgradeRequest: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
  ) -> EventLoopFuture<HTTPHeaders> {
    guard upgradeRequest.path.first == "frames" else {
      return messages.buildUpgradeResponse(
        channel: channel, upgradeRequest: upgradeRequest,
        initialResponseHeaders: initialResponseHeaders)
    }
    return channel.eventLoop.makeCompletedFuture {
      let headers = upgradeRequest.headers.map { ($0.name, $0.value) }
      let upgrade = try WebSocketUpgrade(method: upgradeRequest.method.rawValue, headers: headers)
      return HTTPHeaders(upgrade.responseHeaders().map { ($0.name, $0.value) })
    }
  }

  func upgrade(
    channel: any Channel, upgradeRequest: HTTPRequestHead
  ) -> EventLoopFuture<Connection> {
    guard upgradeRequest.path.first == "frames" else {
      return messages.upgrade(channel: channel, upgradeRequest: upgradeRequest)
    }
    return connection(channel) {
      await watchFrames(upgradeRequest, over: Output(channel: channel), $0)
    }
  }
}

/// The frame level: bytes in, bytes out.
func watchFrames(
  _ request: HTTPRequestHead, over output: Output, _ input: Inbound<ByteBuffer>
) async {
  let encoder = WebSocketStatusEncoder(profile: .resumable)
  let session = WebSocketSession(connection: .init(encoder: encoder), writer: output)
  let admission = await monitor.admit(request.trace, lastEventID: request.place)
  _ = await session.run(reading: input.map { Array($0.readableBytesView) }) {
    try? await admission.deliver(to: session, sendTimeout: .seconds(5))
  }
}

/// The message level: texts out, and SwiftNIO frames them.
func watchMessages(
  _ request: HTTPRequestHead, over output: Output, _ input: Inbound<WebSocketFrame>
) async throws {
  let hasClosed = Atomic(false)
  let close = { @Sendable (data: ByteBuffer) in
    guard !hasClosed.exchange(true, ordering: .relaxed) else { return }
    try await output.flush(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
  }
  let sink = WebSocketMessageSink(profile: .resumable) {
    try await output.flush(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: $0)))
  } pinging: {
    try await output.flush(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()))
  } closing: { code, reason in
    try await close(
      ByteBuffer(
        bytes: [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)] + Array(reason.utf8)))
  }
  try await monitor.admit(request.trace, lastEventID: request.place)
    .deliver(to: sink, reading: input, sendTimeout: .seconds(5)) { frame in
      switch frame.opcode {
      case .ping:
        try? await output.flush(
          WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData))
      case .connectionClose:
        try? await close(frame.unmaskedData)
        output.channel.close(promise: nil)
      default: break
      }
    } dropping: {
      try await output.channel.close()
    }
}
