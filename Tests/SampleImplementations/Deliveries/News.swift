import StateLocking
import StatusStreaming

/// Who waits for news of which trace.
final class News: Sendable {
  private struct Readers {
    var count = 0
    var hasPump = false
    var waiting: [AsyncStream<Never>.Continuation] = []
  }

  private let readers = Lock<[TraceID: Readers]>([:])
  /// Whether a reader that leaves is taken for the last one.
  private let leaversTakeAll: Bool

  init(leaversTakeAll: Bool = false) {
    self.leaversTakeAll = leaversTakeAll
  }

  /// Notes a reader.
  ///
  /// - Returns: Whether it is for it to begin the pump.
  func begin(_ trace: TraceID) -> Bool {
    readers.withLock { readers in
      readers[trace, default: Readers()].count += 1
      defer { readers[trace, default: Readers()].hasPump = true }
      return !readers[trace, default: Readers()].hasPump
    }
  }

  func leave(_ trace: TraceID) {
    readers.withLock { readers in
      if leaversTakeAll { readers[trace, default: Readers()].count = 1 }
      readers[trace, default: Readers()].count -= 1
    }
  }

  /// Whether the pump has to go on; if not, it is none from here on.
  func hasReaders(_ trace: TraceID) -> Bool {
    readers.withLock { readers in
      let count = readers[trace, default: Readers()].count
      if count == 0 { readers[trace, default: Readers()].hasPump = false }
      return count > 0
    }
  }

  func end(_ trace: TraceID) {
    tell(of: trace)
  }

  func tell(of trace: TraceID) {
    let waiting = readers.withLock { readers in
      defer { readers[trace, default: Readers()].waiting = [] }
      return readers[trace, default: Readers()].waiting
    }
    for reader in waiting { reader.finish() }
  }

  /// Waits until the pump tells of something, or the task is cancelled.
  func next(of trace: TraceID) async {
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    readers.withLock { $0[trace, default: Readers()].waiting.append(continuation) }
    for await _ in stream {}
  }
}
