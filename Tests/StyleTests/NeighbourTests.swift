import Testing

/// Names of libraries that a server imports in the same file as this package.
@Suite("Names beside other libraries")
struct NeighbourTests {
  /// Public types of SwiftNIO's `NIOWebSocket`, of Hummingbird's `WSCore` and
  /// `HummingbirdWebSocket`, and of Vapor's `WebSocketKit`, that begin as types of this package might.
  private static let taken: Set<String> = [
    // NIOWebSocket
    "WebSocketErrorCode", "WebSocketFrame", "WebSocketFrameDecoder", "WebSocketFrameEncoder",
    "WebSocketMaskingKey", "WebSocketOpcode", "WebSocketProtocolErrorHandler", "WebSocketUpgrader",
    // WSCore, WSClient, HummingbirdWebSocket
    "WebSocketClient", "WebSocketClientConfiguration", "WebSocketClientError",
    "WebSocketCloseFrame", "WebSocketContext", "WebSocketDataFrame", "WebSocketDataHandler",
    "WebSocketExtension", "WebSocketExtensionBuilder", "WebSocketExtensionContext",
    "WebSocketExtensionFactory", "WebSocketExtensionHTTPParameters", "WebSocketHandler",
    "WebSocketHandlerReference", "WebSocketInboundMessageStream", "WebSocketInboundStream",
    "WebSocketMessage", "WebSocketNonNegotiableExtensionBuilder", "WebSocketOutboundWriter",
    "WebSocketProxySettings", "WebSocketRequestContext", "WebSocketRouterContext",
    "WebSocketServerConfiguration", "WebSocketType", "WebSocketUpgradeMiddleware",
    "WebSocketChannelHandler", "MessageWriter", "ClientConnection", "RouterShouldUpgrade",
    "ShouldUpgradeResult",
    // WebSocketKit
    "WebSocket",
    // NIOCore and NIOHTTP1
    "ByteBuffer", "ByteBufferView", "ByteToMessageDecoder", "Channel", "ChannelError", "EventLoop",
    "FileRegion", "HTTPHeaders", "HTTPMethod", "HTTPRequestHead", "HTTPResponseHead",
    "HTTPResponseStatus", "HTTPVersion", "Scheduled", "SocketAddress", "TimeAmount",
  ]

  @Test("no public type is named like one of theirs")
  func names() {
    let modules: Set<String> = ["StatusStreaming", "WireDecoding"]
    let declaration =
      /^public (?:indirect |final )*(?:struct|class|enum|protocol|actor|typealias) (\w+)/
    var count = 0
    for file in SourceFile.all(in: ["Sources"]) where modules.contains(file.module) {
      for line in file.lines {
        guard let match = line.firstMatch(of: declaration) else { continue }
        count += 1
        #expect(!Self.taken.contains(String(match.1)), "\(file.path)")
      }
    }
    #expect(count > 60)
  }
}
