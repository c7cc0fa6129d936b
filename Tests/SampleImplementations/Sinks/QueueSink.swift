import StateLocking
import StatusConformance
import StatusStreaming

/// A sink with a queue and a task that writes from it.
final class QueueSink<Encoder: StatusEncoder>: StatusSink, Sendable {
  /// How events that are there together are queued.
  enum Batching: Sendable {
    /// One by one.
    case none
    /// As one entry, which takes the room of its events.
    case together
    /// As one entry, which takes the room of one.
    case asOne
  }

  private let entries: AsyncStream<[StreamEvent]>.Continuation
  private let writer: RunTask<Void>
  /// How many events are in the queue.
  private let count: Counter
  private let capacity: Int
  private let batching: Batching
  /// How much room an entry takes.
  private let weight: @Sendable ([StreamEvent]) -> Int
  private let wire: Wire
  /// Whether a cancelled close gives the writer up.
  private let heedsCancellation: Bool

  /// - Parameter capacity: how many events may wait; without a limit it is the bug of an
  ///   `AsyncStream` as it is made by default.
  init(
    _ encoder: Encoder, _ wire: Wire, capacity: Int, batching: Batching = .none,
    heedsCancellation: Bool = true
  ) {
    let (stream, continuation) = AsyncStream.makeStream(of: [StreamEvent].self)
    let count = Counter()
    entries = continuation
    self.batching = batching
    self.count = count
    self.capacity = capacity
    self.wire = wire
    self.heedsCancellation = heedsCancellation
    let weight: @Sendable ([StreamEvent]) -> Int = {
      batching == .asOne ? 1 : max($0.count, 1)
    }
    self.weight = weight
    writer = wire.spawn("the writer") {
      var encoder = encoder
      do {
        for await entry in stream {
          var bytes: [UInt8] = []
          for event in entry { try encoder.encode(event, into: &bytes) }
          // An entry without events is a heartbeat.
          if entry.isEmpty { encoder.encodeHeartbeat(into: &bytes) }
          if !bytes.isEmpty { try await wire.write(bytes) }
          count.add(-weight(entry))
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

  func send(_ event: StreamEvent) async throws { try await queue([event]) }

  func send(contentsOf events: EventBatch) async throws -> Int {
    guard batching != .none else {
      for event in events { try await send(event) }
      return events.count
    }
    let entry = Array(events.prefix(16))
    try await queue(entry)
    return entry.count
  }

  private func queue(_ entry: [StreamEvent]) async throws {
    let room = weight(entry)
    while try count.value() + room > capacity {
      try await wire.clock.sleep(for: .milliseconds(1))
    }
    count.add(room)
    entries.yield(entry)
  }

  func heartbeat() async throws {
    if batching != .none, try count.value() == 0 { try await queue([]) }
  }

  func close() async throws {
    entries.finish()
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
