import StateLocking
import StatusConformance
import StatusStreaming

/// Loops that believe to know a trace by its id or its numbers.
enum RememberingLoops {
  /// Keeps what a finished run has said under its id, and answers from there.
  static func cachedRuns(_ run: DeliveryRun) async throws {
    let cache = run.shared { RunCache() }
    if let events = cache.events(of: run.trace) {
      for event in events where event.sequence > run.resumeAfter.number {
        try Task.checkCancellation()
        try await run.sink.send(event)
      }
      return
    }
    try await run.follow { try await run.sink.send($0) }
    cache.keep(
      try await run.buffer.events(of: run.trace, after: .zero, limit: .max), of: run.trace)
  }

  /// Remembers by its id where a run has ended, and lets go of whoever is there.
  static func rememberedEnds(_ run: DeliveryRun) async throws {
    let ends = run.shared { RunCache() }
    if try await run.hasEnded(at: run.resumeAfter) { return }
    var last = run.resumeAfter
    while true {
      if let end = ends.events(of: run.trace)?.last, last.number >= end.sequence { return }
      for event in try await run.buffer.events(of: run.trace, after: last, limit: 4) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        guard event.payload.isTerminal else { continue }
        return ends.keep([event], of: run.trace)
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Counts events instead of keeping their cursors, which say in which history they count.
  static func countedEvents(_ run: DeliveryRun) async throws {
    if try await run.hasEnded(at: run.resumeAfter) { return }
    var count = run.resumeAfter.number
    while true {
      for event in try await run.buffer.events(of: run.trace, after: Cursor(count), limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        count = event.sequence
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Waits for any trace that is not there, also for one that was there before.
  static func waitsForTheGone(_ run: DeliveryRun) async throws {
    for _ in 0..<60 {
      do {
        return try await run.follow { try await run.sink.send($0) }
      } catch let error as BufferError where error.code == .unknownTrace {
        try await run.clock.sleep(for: .milliseconds(500))
      }
    }
  }

  /// Tells the viewer that it is alive while it looks for the trace.
  static func beatsForTheGone(_ run: DeliveryRun) async throws {
    do {
      try await run.follow { try await run.sink.send($0) }
    } catch let error as BufferError where error.code == .unknownTrace {
      try await run.sink.heartbeat()
      throw error
    }
  }
}

/// What finished runs have said, by their ids.
private final class RunCache: Sendable {
  private let runs = Lock<[TraceID: [StreamEvent]]>([:])

  func events(of trace: TraceID) -> [StreamEvent]? { runs.withLock { $0[trace] } }

  func keep(_ events: [StreamEvent], of trace: TraceID) { runs.withLock { $0[trace] = events } }
}
