import StatusStreaming
import Testing

/// What a server has of a WebSocket's connection.
enum SocketExample {
  /// A transport that keeps what is written.
  actor Output: ByteWriter {
    private(set) var bytes: [UInt8] = []
    func write(_ bytes: [UInt8]) { self.bytes += bytes }
  }

  /// The writer that Hummingbird gives its handlers, as far as it is needed.
  struct Outbound: Sendable {
    enum Frame {
      case text(String)
      case pong
    }
    struct ErrorCode { let codeNumber: Int }

    func write(_ frame: Frame) async throws {}
    func close(_ code: ErrorCode, reason: String?) async throws {}
  }

  /// The connection under it.
  struct Channel: Sendable {
    func close() async throws { Issue.record("dropped") }
  }

  static var output: Output { Output() }
  static let outbound = Outbound()
  static let buffer = ServerExample.buffer
  static let place: String? = nil

  /// A client that sends a ping, and Close.
  static var input: AsyncStream<[UInt8]> {
    AsyncStream { continuation in
      continuation.yield([0x89, 0x80, 1, 2, 3, 4])
      continuation.yield([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8])
      continuation.finish()
    }
  }

  static let channel = Channel()

  /// A client that says nothing, and goes after a while.
  static var inbound: AsyncStream<String> {
    AsyncStream {
      try? await ContinuousClock().sleep(for: .milliseconds(200))
      return nil
    }
  }

  static func expectEnd(of delivery: Delivery<Cursor>) {
    ServerExample.expectEnd(of: delivery)
  }
}
