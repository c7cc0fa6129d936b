import StatusConformance
import StatusStreaming

/// Loops that take failures, cancellations and other traces lightly.
enum CarelessLoops {
  /// Greets the viewer in the agent's name.
  static func greeting(_ run: DeliveryRun) async throws {
    let hello = StreamEvent(
      trace: run.trace, sequence: .zero, payload: .update(.thinking("Connected")))
    try await run.sink.send(hello)
    try await run.follow { try await run.sink.send($0) }
  }

  /// Sends the newest event when it is cancelled, so that the viewer is up to date.
  static func newestOnCancellation(_ run: DeliveryRun) async throws {
    try await sayFarewell(run) { _ in true }
  }

  /// Sends the end when it is cancelled, if there is one, so that the viewer does not wait for it.
  static func endOnCancellation(_ run: DeliveryRun) async throws {
    try await sayFarewell(run) { $0.payload.isTerminal }
  }

  /// Sends the newest of what was missed when it is cancelled, if that is worth it.
  private static func sayFarewell(
    _ run: DeliveryRun, if isWorthIt: (StreamEvent) -> Bool
  ) async throws {
    var last = run.resumeAfter
    do {
      try await run.follow {
        last = $0.cursor
        try await run.sink.send($0)
      }
    } catch let error as CancellationError {
      let missed = try run.statusBuffer.events(of: run.trace, after: last, limit: .max)
      if missed.count > 1, let newest = missed.last, isWorthIt(newest) {
        try await run.spawn("farewell", shielded: true) { try await run.sink.send(newest) }.value
      }
      throw error
    }
  }

  /// Looks at random moments, of which there is no telling.
  static func jitter(_ run: DeliveryRun) async throws {
    try await run.clock.sleep(for: .nanoseconds(Int.random(in: 1_000...1_000_000)))
    try await run.follow { try await run.sink.send($0) }
  }

  /// Sends whatever has changed in the buffer.
  static func everyTrace(_ run: DeliveryRun) async throws {
    var cursors: [TraceID: Cursor] = [:]
    while true {
      for trace in run.statusBuffer.changedTraces().traces {
        let cursor = cursors[trace, default: .zero]
        for event in try await run.buffer.events(of: trace, after: cursor, limit: .max) {
          try Task.checkCancellation()
          try await run.sink.send(event)
          cursors[trace] = event.cursor
          if event.payload.isTerminal, trace == run.trace { return }
        }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Reads into a queue without an end, for fear of being too slow.
  static func queueWithoutEnd(_ run: DeliveryRun) async throws {
    let (queue, end) = AsyncStream.makeStream(of: StreamEvent.self)
    let reading = run.spawn("reading") {
      defer { end.finish() }
      try await run.follow { end.yield($0) }
    }
    for await event in queue {
      try Task.checkCancellation()
      try await run.sink.send(event)
    }
    try await reading.value
  }

  /// Ignores that a send has failed.
  static func ignoresFailures(_ run: DeliveryRun) async throws {
    try await run.follow { try? await run.sink.send($0) }
  }

  /// Tries a failed send once more.
  static func retries(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      do {
        try await run.sink.send(event)
      } catch {
        try await run.clock.sleep(for: .milliseconds(100))
        try await run.sink.send(event)
      }
    }
  }

  /// Says farewell with a close, also to a sink that has thrown.
  static func closesAlways(_ run: DeliveryRun) async throws {
    do {
      try await run.follow { try await run.sink.send($0) }
    } catch {
      try? await run.sink.close()
      throw error
    }
    try await run.sink.close()
  }

  /// Ignores that the sleep was cut short by a cancellation, and spins from then on.
  static func ignoresSleep(_ run: DeliveryRun) async throws {
    var last = Cursor.zero
    while true {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      try? await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Finishes what it has read before it looks whether it was cancelled.
  static func finishesItsBatch(_ run: DeliveryRun) async throws {
    var last = Cursor.zero
    while true {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Beats when it has waited for long, but only once.
  static func beatsOnce(_ run: DeliveryRun) async throws {
    let beat = run.spawn("heartbeat") {
      try await run.clock.sleep(for: .seconds(15))
      try await run.sink.heartbeat()
    }
    try await run.follow { event in
      if event.payload.isTerminal { beat.cancel() }
      try await run.sink.send(event)
    }
  }

  /// Declares heartbeats and has none.
  static func neverBeats(_ run: DeliveryRun) async throws {
    try await run.follow { try await run.sink.send($0) }
  }

  /// Beats when nothing was written for longer than a proxy waits.
  static func beatsTooSeldom(_ run: DeliveryRun) async throws {
    try await idle(run, for: .seconds(45)) { try await run.sink.heartbeat() }
  }

  /// Takes a long silence for the end.
  static func givesUp(_ run: DeliveryRun) async throws {
    try? await idle(run, for: .seconds(40)) { throw CancellationError() }
  }

  /// Follows the trace, and does something whenever nothing has come for a time.
  private static func idle(
    _ run: DeliveryRun, for time: Duration, _ act: () async throws -> Void
  ) async throws {
    var last = Cursor.zero
    var written = run.clock.now
    while true {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        written = run.clock.now
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
      if written.duration(to: run.clock.now) > time {
        try await act()
        written = run.clock.now
      }
    }
  }

  /// Waits after a failed send for somebody to cancel it.
  static func waitsAfterFailure(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      do {
        try await run.sink.send(event)
      } catch {
        try await run.clock.sleep(for: .seconds(1_000))
      }
    }
  }

  /// Reads further ahead than the buffer keeps.
  static func longQueue(_ run: DeliveryRun) async throws {
    try await CorrectLoops.queue(run, length: 12)
  }
}
