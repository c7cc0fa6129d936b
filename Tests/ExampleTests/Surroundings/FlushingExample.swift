import StatusStreaming
import Testing

/// A channel with the methods that SwiftNIO's has, as far as they are needed.
enum FlushingExample {
  struct ByteBuffer: Sendable {
    let bytes: [UInt8]
  }

  protocol Channel: Sendable {
    func writeAndFlush(_ buffer: ByteBuffer) -> Future
    func close(promise: Never?)
  }

  /// What is done when the socket has taken the bytes, whether or not who waits is cancelled.
  struct Future: Sendable {
    let wait: @Sendable () async throws -> Void
    func get() async throws { try await wait() }
  }

  /// A channel whose peer reads.
  struct ReadChannel: Channel {
    func writeAndFlush(_ buffer: ByteBuffer) -> Future { Future {} }
    func close(promise: Never?) {}
  }

  /// A channel whose peer reads nothing, so that a flush ends with the channel.
  struct StalledChannel: Channel {
    struct Closed: Error {}
    private let closing = AsyncStream.makeStream(of: Never.self)

    func writeAndFlush(_ buffer: ByteBuffer) -> Future {
      Future { [stream = closing.stream] in
        await Task { for await _ in stream {} }.value
        throw Closed()
      }
    }

    func close(promise: Never?) { closing.continuation.finish() }
  }

  static let buffer = ServerExample.buffer
  static let channel: any Channel = ReadChannel()
  static let stalledChannel: any Channel = StalledChannel()
}
