import StatusStreaming
import Testing

/// What an HTTP server has of a request.
enum UpgradeExample {
  /// A browser's request for a WebSocket.
  static let request = (
    method: "GET",
    headers: [
      (name: "Host", value: "example.org"), (name: "Upgrade", value: "websocket"),
      (name: "Connection", value: "keep-alive, Upgrade"),
      (name: "Sec-WebSocket-Version", value: "13"),
      (name: "Sec-WebSocket-Key", value: "dGhlIHNhbXBsZSBub25jZQ=="),
    ]
  )
}
