import StatusStreaming
import Synchronization

/// Viewers of one trace over connections that cost nothing, served by tasks of their own.
final class Audience: Sendable {
  private let buffer: StatusBuffer
  private let viewers: [Task<Void, Never>]
  private let encoded = Counter()
  private let received: Counter

  /// - Parameter sharing: how many encoded events are kept for all of them.
  init(of count: Int, sharing: Int) throws {
    let buffer = StatusBuffer(configuration: .init(sharedEventCount: sharing))
    try buffer.open(FanOutSuite.trace)
    let (encoded, received) = (encoded, Counter())
    self.buffer = buffer
    self.received = received
    viewers = (0..<count).map { number in
      Task {
        let writer = CountingWriter(counter: received)
        if number.isMultiple(of: 2) {
          await serve(buffer, by: EventStreamEncoder(profile: .resumable), encoded, writer)
        } else {
          await serve(buffer, by: WebSocketStatusEncoder(), encoded, writer)
        }
      }
    }
  }

  /// How many encodings there were.
  var encodings: Int { encoded.value }

  /// Publishes updates, each when all viewers have the one before: else the first viewer would be done
  /// before the last has begun.
  ///
  func publish(_ count: Int, of update: StatusUpdate = BufferSuite.update) async throws {
    // The first update says that all are there; it is not one of those that are counted.
    try buffer.append(BufferSuite.update, to: FanOutSuite.trace)
    await awaitWrites(viewers.count)
    encoded.reset()
    for number in 1...count {
      try buffer.append(update, to: FanOutSuite.trace)
      await awaitWrites(viewers.count * (number + 1))
    }
  }

  /// Ends the trace and waits until the viewers have gone.
  func leave() async {
    // The one possible error is that it has ended.
    _ = try? buffer.finish(FanOutSuite.trace, with: .failed(message: ""))
    for viewer in viewers { await viewer.value }
  }

  private func awaitWrites(_ count: Int) async {
    while received.value < count { await Task.yield() }
  }
}

// Apart from the task's closure, whose frame would hold the state of both formats.
@inline(never)
private func serve(
  _ buffer: StatusBuffer, by encoder: some SharingEncoder, _ encoded: Counter,
  _ writer: CountingWriter
) async {
  var sink = EncodingSink(encoder: CountingEncoder(base: encoder, counter: encoded), writer: writer)
  let monitor = StatusMonitor(buffer: buffer, wakeup: .onAppend)
  let delivery = await monitor.deliver(FanOutSuite.trace, to: &sink)
  guard case .finished = delivery.ending else { preconditionFailure("\(delivery)") }
}

/// A number that threads add to.
final class Counter: Sendable {
  private let count = Atomic<Int>(0)

  var value: Int { count.load(ordering: .relaxed) }

  func increment() { count.add(1, ordering: .relaxed) }
  func reset() { count.store(0, ordering: .relaxed) }
}

/// An encoder that counts how often it makes an event's bytes.
private struct CountingEncoder<Base: SharingEncoder>: SharingEncoder {
  var base: Base
  let counter: Counter

  var sharedFormat: SharedFormat? { base.sharedFormat }

  mutating func encode(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    counter.increment()
    try base.encode(event, into: &bytes)
  }

  func encodeShared(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    counter.increment()
    try base.encodeShared(event, into: &bytes)
  }

  mutating func encodeOwn(
    _ event: borrowing StreamEvent, around sharedSize: Int, prefix: inout [UInt8],
    suffix: inout [UInt8]
  ) throws(StatusEncodingError) {
    try base.encodeOwn(event, around: sharedSize, prefix: &prefix, suffix: &suffix)
  }

  mutating func encodeHeartbeat(into bytes: inout [UInt8]) { base.encodeHeartbeat(into: &bytes) }
  mutating func encodeClose(into bytes: inout [UInt8]) { base.encodeClose(into: &bytes) }
}

/// Counts what is written.
struct CountingWriter: ByteWriter {
  let counter: Counter

  func write(_ bytes: [UInt8]) async throws { counter.increment() }
}
