import StatusStreaming

extension BufferSuite {
  /// What reaches a consumer that waits, and what a slow one does to the writer.
  static func measureDelivery(on bench: inout Bench) async throws {
    let count = bench.scaled(256_000)
    let stream = Trial.baseline(stream) { await deliverByStream(count) }
    try await bench.measure(
      "deliver to a sink, published in batches of 64", unit: "events/s",
      goals: [.ratio(to: self.stream, atLeast: 10)], beside: [stream]
    ) {
      try await deliver(count, inBatchesOf: 64) { try await deliverToSink(from: $0) }
    }
    try await bench.measure(
      "deliver to a sink, published one by one", unit: "events/s", beside: [stream]
    ) {
      try await deliver(count, inBatchesOf: 1) { try await deliverToSink(from: $0) }
    }
    try await bench.measure(
      "iterate over events, published in batches of 64", unit: "events/s", beside: [stream]
    ) {
      try await deliver(count, inBatchesOf: 64) { try await iterate(over: $0) }
    }
    let appends = bench.scaled(400_000)
    try await bench.measure(
      "publish under a slow viewer", unit: "updates/s",
      beside: [.other("no viewer") { try publish(appends, to: traces(1), writers: 1) }]
    ) {
      try await publishUnderSlowViewer(appends)
    }
  }

  /// The rate from the first publication until the consumer has the terminal event.
  private static func deliver(
    _ count: Int, inBatchesOf size: Int,
    to consumer: @escaping @Sendable (StatusBuffer) async throws -> Int
  ) async throws -> Double {
    let buffer = try buffer(traces(1))
    let publisher = try buffer.publisher(for: traces(1)[0])
    let batch = Array(repeating: update, count: size)
    return try await rate(of: count) {
      async let consumed = consumer(buffer)
      for _ in 0..<count / size { try publisher.publish(contentsOf: batch) }
      try buffer.finish(traces(1)[0], with: .failed(message: ""))
      let total = try await consumed
      precondition(total == count + 1)
    }
  }

  private static func deliverToSink(from buffer: StatusBuffer) async throws -> Int {
    var sink = CountingSink()
    let delivery = await StatusMonitor(buffer: buffer, wakeup: .onAppend)
      .deliver(traces(1)[0], to: &sink)
    guard case .finished = delivery.ending else { preconditionFailure("\(delivery)") }
    return sink.count
  }

  private static func iterate(over buffer: StatusBuffer) async throws -> Int {
    var count = 0
    for try await event in buffer.events(of: traces(1)[0]) {
      consume(event)
      count += 1
    }
    return count
  }

  private static func deliverByStream(_ count: Int) async -> Double {
    let (stream, continuation) = AsyncStream.makeStream(of: StatusUpdate.self)
    return await rate(of: count) {
      async let consumed = consumeAll(of: stream)
      let update = update
      for _ in 0..<count { continuation.yield(update) }
      continuation.finish()
      let total = await consumed
      precondition(total == count)
    }
  }

  @concurrent
  private static func consumeAll(of stream: AsyncStream<StatusUpdate>) async -> Int {
    var count = 0
    for await update in stream {
      consume(update)
      count += 1
    }
    return count
  }

  private static func publishUnderSlowViewer(_ count: Int) async throws -> Double {
    let buffer = try buffer(traces(1))
    let publisher = try buffer.publisher(for: traces(1)[0])
    let viewer = Task {
      var sink = SlowSink()
      return await StatusMonitor(buffer: buffer, wakeup: .onAppend)
        .deliver(traces(1)[0], to: &sink).cursor
    }
    let update = update
    let rate = try rate(of: count) {
      for _ in 0..<count { try publisher.publish(update) }
    }
    viewer.cancel()
    consume(await viewer.value)
    return rate
  }
}

/// A viewer's connection that costs nothing.
struct CountingSink: StatusSink {
  private(set) var count = 0

  mutating func send(_ event: StreamEvent) async throws {
    consume(event)
    count += 1
  }
}

/// A viewer's connection that takes a millisecond for each event.
struct SlowSink: StatusSink {
  mutating func send(_ event: StreamEvent) async throws {
    consume(event)
    try await ContinuousClock().sleep(for: .milliseconds(1))
  }
}
