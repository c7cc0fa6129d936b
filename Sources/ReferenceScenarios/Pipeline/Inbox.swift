internal import StateLocking

/// Where the predecessors of a node leave what they hand over; it closes when the last one has gone.
final class Inbox<Value: Sendable>: Sendable {
  /// What arrives, in the order of its arrival, for one reader.
  let values: AsyncStream<Value>

  private let continuation: AsyncStream<Value>.Continuation
  private let producers = Lock(0)

  init() {
    (values, continuation) = AsyncStream.makeStream()
  }

  /// Keeps the inbox open until a matching ``removeProducer()``.
  func addProducer() {
    producers.withLock { $0 += 1 }
  }

  func removeProducer() {
    let isLast = producers.withLock { producers in
      producers -= 1
      return producers == 0
    }
    if isLast { continuation.finish() }
  }

  func send(_ value: Value) {
    continuation.yield(value)
  }
}
