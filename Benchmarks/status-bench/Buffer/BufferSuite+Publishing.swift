import StatusStreaming

extension BufferSuite {
  /// Appends by one writer to one trace, through a publisher.
  static func measurePublishing(on bench: inout Bench) async throws {
    let count = bench.scaled(1_000_000)
    try await bench.measure(
      "publish, 1 writer", unit: "updates/s",
      goals: [.ratio(to: lockedArray, atLeast: 0.95), .ratio(to: actor, atLeast: 4)],
      beside: [
        .floor("array") { appendToArray(count) },
        .floor(stampedArray) { appendStamped(count, threads: 1) },
        .baseline(lockedArray) { appendToLockedArray(count, threads: 1) },
        .baseline(actor) { await appendToActor(count, to: traces(1), writers: 1) },
        .baseline(stream) { yieldToStream(count) },
      ]
    ) {
      try publish(count, to: traces(1), writers: 1)
    }
    try await bench.measure(
      "publish in batches of 64, 1 writer", unit: "updates/s",
      beside: [.other("single updates") { try publish(count, to: traces(1), writers: 1) }]
    ) {
      try publishBatches(count, writers: 1)
    }
    try await bench.measure(
      "publish to a full trace, 1 writer", unit: "updates/s",
      beside: [
        .other("a trace that drops nothing") { try publish(count, to: traces(1), writers: 1) }
      ]
    ) {
      try publish(count, to: traces(1), writers: 1, capacity: 10_000)
    }
  }

  /// Appends by writers at once, each to a trace of its own or all to one.
  static func measureWriters(on bench: inout Bench) async throws {
    let count = bench.scaled(1_000_000)
    for writers in [2, 4, 8] {
      // Once threads queue for a lock, each turn can cost a change of threads.
      let contended = writers == 2 ? count : bench.scaled(100_000)
      try await bench.measure(
        "publish, \(writers) writers, a trace each", unit: "updates/s",
        goals: writers == 2
          ? [.ratio(to: "1 writer", atLeast: 1.6), .ratio(to: lockedArrays, atLeast: 0.9)] : [],
        beside: [
          .other("1 writer") { try publish(count, to: traces(1), writers: 1) },
          .baseline(lockedArrays) { appendToLockedArrays(count, threads: writers) },
          .baseline(actor) { await appendToActor(count, to: traces(writers), writers: writers) },
        ]
      ) {
        try publish(count, to: traces(writers), writers: writers)
      }
      try await bench.measure(
        "publish, \(writers) writers on 1 trace", unit: "updates/s",
        goals: writers == 8
          ? [.ratio(to: lockedArray, atLeast: 1.5), .median(atLeast: 1e7)]
          : [.ratio(to: lockedArray, atLeast: 1)],
        beside: [
          .floor(stampedArray) { appendStamped(contended, threads: writers) },
          .baseline(lockedArray) { appendToLockedArray(contended, threads: writers) },
          .baseline(actor) { await appendToActor(contended, to: traces(1), writers: writers) },
          .other("in batches of 64") { try publishBatches(contended, writers: writers) },
        ]
      ) {
        try publish(contended, to: traces(1), writers: writers)
      }
    }
  }

  static func publish(
    _ count: Int, to traces: [TraceID], writers: Int, capacity: Int = .max
  ) throws -> Double {
    let buffer = StatusBuffer(configuration: .init(capacity: capacity))
    for trace in traces { try buffer.open(trace) }
    let publishers = try traces.map { try buffer.publisher(for: $0) }
    let rate = Workers.rate(of: count, threads: writers) { writer in
      publish(count / writers, by: publishers[writer % publishers.count])
    }
    consume(buffer)
    return rate
  }

  private static func publish(_ count: Int, by publisher: StatusPublisher) {
    let update = update
    do {
      for _ in 0..<count { try publisher.publish(update) }
    } catch {
      preconditionFailure("\(error)")
    }
  }

  private static func publishBatches(_ count: Int, writers: Int) throws -> Double {
    let buffer = try buffer(traces(1))
    let publisher = try buffer.publisher(for: traces(1)[0])
    let batch = Array(repeating: update, count: 64)
    let rate = Workers.rate(of: count, threads: writers) { _ in
      do {
        for _ in 0..<count / writers / batch.count { try publisher.publish(contentsOf: batch) }
      } catch {
        preconditionFailure("\(error)")
      }
    }
    consume(buffer)
    return rate
  }

  private static func appendToArray(_ count: Int) -> Double {
    var updates: [StatusUpdate] = []
    let update = update
    let rate = rate(of: count) {
      for _ in 0..<count { append(update, to: &updates) }
    }
    consume(updates)
    return rate
  }

  // A call, as an append to a buffer is one.
  @inline(never)
  private static func append(_ update: StatusUpdate, to updates: inout [StatusUpdate]) {
    updates.append(update)
  }

  private static func appendToLockedArray(_ count: Int, threads: Int) -> Double {
    let array = LockedArray()
    let rate = Workers.rate(of: count, threads: threads) { _ in
      let update = update
      for _ in 0..<count / threads { array.append(update) }
    }
    consume(array)
    return rate
  }

  /// What a buffer has to do at least, whose updates have the time of their append.
  private static func appendStamped(_ count: Int, threads: Int) -> Double {
    let array = LockedArray()
    let start = ContinuousClock.now
    let rate = Workers.rate(of: count, threads: threads) { _ in
      let update = update
      for _ in 0..<count / threads { array.append(update, at: start.duration(to: .now)) }
    }
    consume(array)
    return rate
  }

  private static func appendToLockedArrays(_ count: Int, threads: Int) -> Double {
    let arrays = (0..<threads).map { _ in LockedArray() }
    let rate = Workers.rate(of: count, threads: threads) { writer in
      let update = update
      for _ in 0..<count / threads { arrays[writer].append(update) }
    }
    consume(arrays)
    return rate
  }

  private static func yieldToStream(_ count: Int) -> Double {
    let (stream, continuation) = AsyncStream.makeStream(of: StatusUpdate.self)
    let update = update
    let rate = rate(of: count) {
      for _ in 0..<count { continuation.yield(update) }
    }
    consume(stream)
    return rate
  }

  /// Appends to an actor, each writer to the traces in turn.
  static func appendToActor(_ count: Int, to traces: [TraceID], writers: Int) async -> Double {
    let actor = NaiveActor()
    await actor.open(traces)
    let rate = await rate(of: count) {
      await withTaskGroup(of: Void.self) { group in
        for writer in 0..<writers {
          group.addTask { await append(count / writers, to: actor, traces, from: writer) }
        }
      }
    }
    consume(actor)
    return rate
  }

  private static func append(
    _ count: Int, to actor: NaiveActor, _ traces: [TraceID], from start: Int
  ) async {
    let update = update
    var index = start % traces.count
    for _ in 0..<count {
      await actor.append(update, to: traces[index])
      index = index + 1 == traces.count ? 0 : index + 1
    }
  }
}
