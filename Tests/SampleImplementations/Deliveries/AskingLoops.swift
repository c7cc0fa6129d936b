import StatusConformance
import StatusStreaming

/// Loops that are right, each with a division of the work of its own.
enum AskingLoops {
  /// Has a task that reads a page for each cursor that it is asked with.
  static func asksAReader(_ run: DeliveryRun) async throws {
    if try await run.hasEnded(at: run.resumeAfter) { return }
    let (cursors, asking) = AsyncStream.makeStream(of: Cursor.self)
    let (pages, answering) = AsyncThrowingStream.makeStream(of: [StreamEvent].self)
    let reader = run.spawn("reader") {
      do {
        for await cursor in cursors {
          var page: [StreamEvent] = []
          while page.isEmpty {
            page = try await run.buffer.events(of: run.trace, after: cursor, limit: 7)
            if page.isEmpty { try await run.buffer.awaitEvents(of: run.trace, after: cursor) }
          }
          answering.yield(page)
        }
        answering.finish()
      } catch {
        answering.finish(throwing: error)
      }
    }
    defer {
      asking.finish()
      reader.cancel()
    }
    var last = run.resumeAfter
    asking.yield(last)
    for try await page in pages {
      for event in page {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      asking.yield(last)
    }
    try Task.checkCancellation()
  }

  /// Iterates the buffer's own sequence in a task that waits behind each event until it was sent.
  static func awaitsReceipts(_ run: DeliveryRun) async throws {
    let (events, offering) = AsyncThrowingStream.makeStream(of: StreamEvent.self)
    let (receipts, receiving) = AsyncStream.makeStream(of: Void.self)
    let (buffer, trace, start) = (run.statusBuffer, run.trace, run.resumeAfter)
    let reader = run.spawn("reader") {
      do {
        var sent = receipts.makeAsyncIterator()
        for try await event in buffer.events(of: trace, after: start) {
          offering.yield(event)
          await sent.next()
        }
        offering.finish()
      } catch {
        offering.finish(throwing: error)
      }
    }
    defer { reader.cancel() }
    for try await event in events {
      try Task.checkCancellation()
      try await run.sink.send(event)
      receiving.yield()
    }
    try Task.checkCancellation()
  }

  /// Reads the next page while one is sent in batches.
  static func readsAhead(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    var page: [StreamEvent] = []
    while true {
      if page.isEmpty {
        page = try await run.buffer.events(of: run.trace, after: last, limit: 16)
      }
      guard let newest = page.last else {
        try await run.clock.sleep(for: .milliseconds(30))
        continue
      }
      last = newest.cursor
      let isOver = newest.payload.isTerminal
      let place = last
      async let next = isOver ? [] : run.buffer.events(of: run.trace, after: place, limit: 16)
      while let first = page.first {
        try Task.checkCancellation()
        let count = try await run.sink.send(contentsOf: EventBatch(page, of: run.trace))
        page.removeFirst(count)
        if count > 0 { continue }
        try Task.checkCancellation()
        try await run.sink.send(first)
        page.removeFirst()
      }
      if isOver { return try await run.sink.close() }
      page = try await next
    }
  }

  /// Reads pages of one, two, four and more events, and beats by a race of two waits.
  static func doublesPages(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    var limit = 1
    var written = run.clock.now
    while true {
      let page = try await run.buffer.events(of: run.trace, after: last, limit: limit)
      limit = page.count == limit ? min(2 * limit, 32) : 1
      for event in page {
        try Task.checkCancellation()
        try await run.sink.send(event)
        (last, written) = (event.cursor, run.clock.now)
        if event.payload.isTerminal { return try await run.sink.close() }
      }
      if !page.isEmpty { continue }
      try Task.checkCancellation()
      let (place, deadline) = (last, written.advanced(by: .seconds(10)))
      if run.clock.now >= deadline {
        try await run.sink.heartbeat()
        written = run.clock.now
        continue
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await run.buffer.awaitEvents(of: run.trace, after: place) }
        group.addTask { try await run.clock.sleep(until: deadline) }
        try await group.next()
        group.cancelAll()
      }
    }
  }

  /// Begins the package's monitor again where a read has failed, over a sink that it closes itself.
  static func beginsAgain(_ run: DeliveryRun) async throws {
    let monitor = StatusMonitor(
      buffer: run.buffer, wakeup: .polling(every: .milliseconds(40)),
      heartbeatInterval: .seconds(12), clock: run.clock)
    var relay = Relay(sink: run.sink)
    var last = run.resumeAfter
    for attempt in 1... {
      let delivery: Delivery<Cursor>
      (delivery, relay) = await monitor.deliver(
        run.trace, after: last, to: relay, sendTimeout: .seconds(20))
      last = delivery.cursor
      if case .bufferFailed(let error) = delivery.ending, !(error is BufferError), attempt < 3 {
        continue
      }
      try delivery.requireIntactSink()
      if relay.isUsed { try await ClosingLoops.close(run) }
      if case .bufferFailed(let error) = delivery.ending { throw error }
      return try Task.checkCancellation()
    }
  }
}

extension Delivery {
  /// Throws after a sink that failed or stalled.
  fileprivate func requireIntactSink() throws {
    switch ending {
    case .cancelled, .bufferFailed: return
    case .finished, .draining, .sinkStalled, .sinkFailed: try requireIntactOutput()
    }
  }
}

/// A sink that is not closed by what it is lent to.
private struct Relay: StatusSink {
  let sink: RunSink
  var isUsed = false

  mutating func send(_ event: StreamEvent) async throws {
    isUsed = true
    try await sink.send(event)
  }

  mutating func send(contentsOf events: EventBatch) async throws -> Int {
    isUsed = true
    return try await sink.send(contentsOf: events)
  }

  mutating func heartbeat() async throws {
    isUsed = true
    try await sink.heartbeat()
  }
}
