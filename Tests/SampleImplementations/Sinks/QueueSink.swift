import StateLocking
import StatusConformance
import StatusStreaming

/// A sink with a queue and a task that writes from it.
final class QueueSink<Encoder: StatusEncoder>: StatusSink, Sendable {
  private let events: AsyncStream<StreamEvent>.Continuation
  private let writer: RunTask<Void>
  /// How many events are in the queue.
  private let count: Counter
  private let capacity: Int
  private let wire: Wire
  /// Whether a cancelled close gives the writer up.
  private let heedsCancellation: Bool

  /// - Parameter capacity: how many events may wait; without a limit it is the bug of an
  ///   `AsyncStream` as it is made by default.
  init(_ encoder: Encoder, _ wire: Wire, capacity: Int, heedsCancellation: Bool = true) {
    let (stream, continuation) = AsyncStream.makeStream(of: StreamEvent.self)
    let count = Counter()
    events = continuation
    self.count = count
    self.capacity = capacity
    self.wire = wire
    self.heedsCancellation = heedsCancellation
    writer = wire.spawn("the writer") {
      var encoder = encoder
      do {
        for await event in stream {
          var bytes: [UInt8] = []
          try encoder.encode(event, into: &bytes)
          try await wire.write(bytes)
          count.add(-1)
        }
        var bytes: [UInt8] = []
        encoder.encodeClose(into: &bytes)
        if !bytes.isEmpty { try await wire.write(bytes) }
      } catch {
        count.fail(error)
        throw error
      }
    }
  }

  func send(_ event: StreamEvent) async throws {
    while try count.value() >= capacity { try await wire.clock.sleep(for: .milliseconds(1)) }
    count.add(1)
    events.yield(event)
  }

  func close() async throws {
    events.finish()
    try await withTaskCancellationHandler {
      try await writer.value
    } onCancel: {
      if heedsCancellation { writer.cancel() }
    }
  }
}

/// A number that several tasks change, until one of them has failed.
private final class Counter: Sendable {
  private let state = Lock<(count: Int, failure: (any Error)?)>((0, nil))

  func add(_ amount: Int) {
    state.withLock { $0.count += amount }
  }

  func fail(_ error: any Error) {
    state.withLock { $0.failure = error }
  }

  func value() throws -> Int {
    let (count, failure) = state.withLock { $0 }
    if let failure { throw failure }
    return count
  }
}
