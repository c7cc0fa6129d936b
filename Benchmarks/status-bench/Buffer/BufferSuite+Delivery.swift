import StatusStreaming

extension BufferSuite {
  /// What reaches a consumer that waits, and what a slow one does to the writer.
  static func measureDelivery(on bench: inout Bench) async throws {
    let count = bench.scaled(128_000)
    try await bench.measure(
      "deliver in batches of 64 to a waiting consumer", unit: "events/s",
      goals: [.ratio(to: stream, atLeast: 10)],
      beside: [.baseline(stream) { await deliverByStream(count) }]
    ) {
      try await deliver(count, inBatchesOf: 64)
    }
    try await bench.measure(
      "deliver one by one to a waiting consumer", unit: "events/s",
      beside: [.baseline(stream) { await deliverByStream(count) }]
    ) {
      try await deliver(count, inBatchesOf: 1)
    }
    let appends = bench.scaled(400_000)
    try await bench.measure(
      "publish under a slow viewer", unit: "updates/s",
      beside: [.other("no viewer") { try publish(appends, to: traces(1), writers: 1) }]
    ) {
      try await publishUnderSlowViewer(appends)
    }
  }

  private static func deliver(_ count: Int, inBatchesOf size: Int) async throws -> Double {
    let buffer = try buffer(traces(1))
    let publisher = try buffer.publisher(for: traces(1)[0])
    let batch = Array(repeating: update, count: size)
    return try await rate(of: count) {
      async let consumed = consumeAll(of: buffer)
      try await publish(batch, count / size, by: publisher)
      try buffer.finish(traces(1)[0], with: .failed(message: ""))
      let total = try await consumed
      precondition(total == count + 1)
    }
  }

  @concurrent
  private static func publish(
    _ batch: [StatusUpdate], _ times: Int, by publisher: StatusPublisher
  ) async throws {
    for _ in 0..<times { try publisher.publish(contentsOf: batch) }
  }

  @concurrent
  private static func consumeAll(of buffer: StatusBuffer) async throws -> Int {
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
