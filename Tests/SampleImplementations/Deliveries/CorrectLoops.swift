import StatusConformance
import StatusStreaming

/// Loops that are right, each built in another way.
enum CorrectLoops {
  /// The package's monitor, polling.
  static func pollingMonitor(_ run: DeliveryRun) async throws {
    try await deliver(run, from: run.statusBuffer, wakeup: .polling(every: .milliseconds(50)))
  }

  /// The package's monitor, woken by appends.
  static func wakingMonitor(_ run: DeliveryRun) async throws {
    try await deliver(run, from: run.statusBuffer, wakeup: .onAppend)
  }

  /// The package's monitor, polling a buffer of which it knows the protocol alone.
  static func remotePollingMonitor(_ run: DeliveryRun) async throws {
    try await deliver(run, from: run.buffer, wakeup: .polling(every: .milliseconds(50)))
  }

  /// The package's monitor, woken by such a buffer.
  static func remoteWakingMonitor(_ run: DeliveryRun) async throws {
    try await deliver(run, from: run.buffer, wakeup: .onAppend)
  }

  private static func deliver<Buffer: StatusBuffering>(
    _ run: DeliveryRun, from buffer: Buffer,
    wakeup: StatusMonitor<Buffer, RunClock>.Wakeup
  ) async throws {
    let monitor = StatusMonitor(
      buffer: buffer, wakeup: wakeup, heartbeatInterval: .seconds(15), clock: run.clock)
    var sink = run.sink
    let delivery = await monitor.deliver(run.trace, after: run.resumeAfter, to: &sink)
    try delivery.requireIntactOutput()
  }

  /// The package's sequence of events.
  static func sequence(_ run: DeliveryRun) async throws {
    for try await event in run.statusBuffer.events(of: run.trace, after: run.resumeAfter) {
      try Task.checkCancellation()
      try await run.sink.send(event)
    }
    try await run.sink.close()
  }

  /// A loop beside the agent that ends with the terminal event, and is waited for.
  static func poll(_ run: DeliveryRun) async throws {
    let streaming = run.spawn("streaming") {
      var last = Cursor.zero
      while true {
        for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
          try Task.checkCancellation()
          try await run.sink.send(event)
          last = event.cursor
          if event.payload.isTerminal { return }
        }
        try await run.clock.sleep(for: .milliseconds(50))
      }
    }
    // The buffer has the failure too: it is the viewer's to hear of.
    _ = try? await run.agent()
    try await streaming.value
  }

  /// An actor with the cursor, asked for one event after the other.
  static func actor(_ run: DeliveryRun) async throws {
    let courier = Courier(run)
    while try await courier.deliverNext() {}
  }

  /// A reader and a writer with a queue of bounded length between them.
  static func boundedQueue(_ run: DeliveryRun) async throws {
    try await queue(run, length: 2)
  }

  static func queue(_ run: DeliveryRun, length: Int) async throws {
    let queue = BoundedQueue(length: length)
    let reading = run.spawn("reading") {
      defer { queue.close() }
      try await run.follow { event in
        while !queue.push(event) { try await run.clock.sleep(for: .milliseconds(5)) }
      }
    }
    while let event = try await queue.next() {
      try Task.checkCancellation()
      try await run.sink.send(event)
    }
    try await reading.value
  }

  /// Reads a few events at a time, again at once where there may be more.
  static func batches(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    let limit = 3
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: limit)
      for event in events {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
      }
      if events.last?.payload.isTerminal ?? false { return try await run.sink.close() }
      if events.count < limit { try await run.clock.sleep(for: .milliseconds(30)) }
    }
  }

  /// Follows the trace anew after every third event, from where it was.
  static func reconnecting(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    while true {
      let events = run.statusBuffer.events(of: run.trace, after: last)
      var count = 0
      for try await event in events {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        count += 1
        if event.payload.isTerminal || count == 3 { break }
      }
      if count < 3 { return }
    }
  }
}
