import StateLocking
import StatusStreaming

/// What a session wrote to its two streams, in the order of the writes.
final class RecordedOutput: Sendable {
  /// One of the streams.
  enum Stream: Sendable {
    case output
    case errors
  }

  /// A stream's writing end.
  struct Writer: ByteWriter, Sendable {
    let record: RecordedOutput
    let stream: Stream
    /// How many writes succeed before one fails.
    var limit = Int.max

    func write(_ bytes: [UInt8]) throws {
      try record.writes.withLock { writes in
        guard writes.count(where: { $0.stream == stream }) < limit else { throw BrokenWriter() }
        writes.append((stream, bytes))
      }
    }
  }

  private let writes = Lock<[(stream: Stream, bytes: [UInt8])]>([])

  /// A writer to one of the streams.
  func writer(_ stream: Stream, limit: Int = .max) -> Writer {
    Writer(record: self, stream: stream, limit: limit)
  }

  /// What was written to a stream, or to both.
  func text(_ stream: Stream? = nil) -> String {
    let bytes = writes.withLock { writes in
      writes.filter { stream == nil || $0.stream == stream }.flatMap(\.bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What a writer throws that was told to fail.
struct BrokenWriter: Error {}
