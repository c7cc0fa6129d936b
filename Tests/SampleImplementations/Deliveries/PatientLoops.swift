import StatusConformance
import StatusStreaming

/// Loops that are right, and unlike most.
enum PatientLoops {
  /// Collects what comes in a fifth of a second before it sends it.
  static func coalescing(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while true {
      try await run.clock.sleep(for: .milliseconds(200))
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return try await run.sink.close() }
      }
    }
  }

  /// Reads again, after a pause that grows, when a read has failed; not for ever.
  static func retryingReads(_ run: DeliveryRun) async throws {
    func read(after cursor: Cursor, limit: Int) async throws -> [StreamEvent] {
      for pause in [100, 400, 1_600] {
        do {
          return try await run.buffer.events(of: run.trace, after: cursor, limit: limit)
        } catch {
          try await run.clock.sleep(for: .milliseconds(pause))
        }
      }
      return try await run.buffer.events(of: run.trace, after: cursor, limit: limit)
    }
    var last = run.resumeAfter
    if let previous = last.previous, !run.isGone,
      try await read(after: previous, limit: 1).first?.payload.isTerminal ?? false
    {
      return
    }
    while !run.isGone {
      for event in try await read(after: last, limit: 100) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(60))
    }
    throw StatusFailure("the trace is gone")
  }

  /// Reads sixteen events ahead.
  static func prefetching(_ run: DeliveryRun) async throws {
    try await CorrectLoops.queue(run, length: 16)
  }
}

extension DeliveryRun {
  /// Whether the trace is not in the buffer.
  fileprivate var isGone: Bool {
    (try? statusBuffer.reader(for: trace)) == nil
  }
}
