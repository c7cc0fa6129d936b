import NIOCore
import NIOHTTP1
import NIOPosix
import StatusConformance
import StatusStreaming

/// A viewer's connection over a real socket, from which no more is read than is asked for.
struct HTTPViewer: Sendable {
  private let channel: any Channel
  private let reader: NIOLoopBound<BodyReader>

  /// Asks a server on the loopback for a stream.
  ///
  /// - Returns: the stream, or what else the server answers.
  static func connect(
    to port: Int, _ path: String, lastEventID: String?
  ) async throws -> PipelineConnection {
    let (channel, reader) = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .channelOption(.autoRead, value: false)
      .channelOption(.socketOption(.so_rcvbuf), value: 16_384)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(BodyReader(on: channel.eventLoop))
        }
      }
      .connect(host: "127.0.0.1", port: port)
      .flatMapThrowing { channel in
        let reader = try channel.pipeline.syncOperations.handler(type: BodyReader.self)
        return (channel, NIOLoopBound(reader, eventLoop: channel.eventLoop))
      }.get()
    let viewer = HTTPViewer(channel: channel, reader: reader)
    var headers = HTTPHeaders([("Host", "127.0.0.1"), ("Connection", "close")])
    if let lastEventID { headers.add(name: EventStreamHTTP.lastEventID, value: lastEventID) }
    let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
    channel.write(HTTPClientRequestPart.head(head), promise: nil)
    try await channel.writeAndFlush(HTTPClientRequestPart.end(nil))
    guard case .head(let response) = try await viewer.next() else {
      throw ChannelError.eof
    }
    switch response.status {
    case .ok:
      return PipelineConnection {
        while let part = try await viewer.next() {
          if case .body(let bytes) = part { return Array(bytes.readableBytesView) }
          if case .end = part { break }
        }
        return nil
      } hangingUp: {
        try? await channel.close()
      }
    case .noContent:
      try? await channel.close()
      return .finished
    default:
      try? await channel.close()
      return .refused("\(response.status)")
    }
  }

  /// Waits for what comes next; a cancelled wait closes the connection.
  private func next() async throws -> HTTPClientResponsePart? {
    try await withTaskCancellationHandler {
      try await channel.eventLoop.flatSubmit { [reader] in reader.value.next() }.get()
    } onCancel: {
      channel.close(promise: nil)
    }
  }
}

/// Hands on the parts of a response one by one, and reads when there is none.
private final class BodyReader: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let loop: any EventLoop
  private var context: ChannelHandlerContext?
  private var parts = CircularBuffer<HTTPClientResponsePart>()
  private var promise: EventLoopPromise<HTTPClientResponsePart?>?
  private var isOver = false
  private var failure: (any Error)?

  init(on loop: any EventLoop) {
    self.loop = loop
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    isOver = true
    answer()
  }

  func next() -> EventLoopFuture<HTTPClientResponsePart?> {
    let promise = loop.makePromise(of: HTTPClientResponsePart?.self)
    self.promise = promise
    answer()
    if self.promise != nil { context?.read() }
    return promise.futureResult
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    parts.append(unwrapInboundIn(data))
    answer()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if promise != nil { context.read() }
  }

  func channelInactive(context: ChannelHandlerContext) {
    isOver = true
    answer()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    failure = error
    isOver = true
    answer()
  }

  private func answer() {
    guard let promise else { return }
    if let part = parts.popFirst() {
      promise.succeed(part)
    } else if let failure {
      promise.fail(failure)
    } else if isOver {
      promise.succeed(nil)
    } else {
      return
    }
    self.promise = nil
  }
}
