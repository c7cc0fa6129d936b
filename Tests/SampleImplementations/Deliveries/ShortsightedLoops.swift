import StateLocking
import StatusConformance
import StatusStreaming

/// Loops that are right as long as runs are short, calm and end well.
enum ShortsightedLoops {
  /// Polls and sends, with what a loop does in its own way.
  private static func poll(
    _ run: DeliveryRun, endsAtFailure: Bool = true,
    taking choose: ([StreamEvent]) -> [StreamEvent] = { $0 }
  ) async throws {
    var last = run.resumeAfter
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: .max)
      for event in choose(events) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        switch event.payload {
        case .complete, .cancelled: return
        case .failed where endsAtFailure: return
        default: break
        }
      }
      if let newest = events.last { last = newest.cursor }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Goes on after a failed end, in the hope of another try.
  static func goesOnAfterFailure(_ run: DeliveryRun) async throws {
    try await poll(run, endsAtFailure: false)
  }

  /// Sends no more than 64 updates of one look.
  static func sixtyFourAtMost(_ run: DeliveryRun) async throws {
    try await poll(run) { events in
      events.count > 64 ? events.prefix(63) + events.suffix(1) : events
    }
  }

  /// Takes equal updates side by side for one.
  static func takesEqualForOne(_ run: DeliveryRun) async throws {
    var seen: Set<String> = []
    try await poll(run) { events in
      events.filter { event in
        guard case .update(let update) = event.payload, let message = update.message,
          update.status == .thinking
        else { return true }
        return seen.insert("\(event.sequence.rawValue / 2) \(message)").inserted
      }
    }
  }

  /// Gives up when nothing has come for a minute.
  static func givesUpAfterAMinute(_ run: DeliveryRun) async throws {
    try await givesUp(run, after: .seconds(60))
  }

  /// Gives up when nothing has come for five minutes.
  static func givesUpAfterFiveMinutes(_ run: DeliveryRun) async throws {
    try await givesUp(run, after: .seconds(300))
  }

  private static func givesUp(_ run: DeliveryRun, after patience: Duration) async throws {
    let arrival = Arrival(at: run.clock.now)
    let loop = run.spawn("loop") {
      try await run.follow { event in
        try await run.sink.send(event)
        arrival.note(run.clock.now)
      }
    }
    let watchdog = run.spawn("watchdog") {
      while arrival.instant.duration(to: run.clock.now) < patience {
        try await run.clock.sleep(for: .seconds(10))
      }
      loop.cancel()
    }
    defer { watchdog.cancel() }
    try await loop.value
  }

  /// Begins behind the newest event after a heartbeat.
  static func losesAfterABeat(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    var written = run.clock.now
    var hasBeaten = false
    if try await run.hasEnded(at: last) { return }
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: .max)
      for event in hasBeaten && !(events.first?.payload.isTerminal ?? true)
        ? events.dropFirst() : events[...]
      {
        try Task.checkCancellation()
        try await run.sink.send(event)
        written = run.clock.now
        if event.payload.isTerminal { return }
      }
      if let newest = events.last {
        last = newest.cursor
        hasBeaten = false
      }
      try await run.clock.sleep(for: .milliseconds(50))
      if written.duration(to: run.clock.now) > .seconds(15) {
        try await run.sink.heartbeat()
        written = run.clock.now
        hasBeaten = true
      }
    }
  }

  /// Gives a gap the number that the viewer has already.
  static func gapWithoutNumber(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      var event = event
      if case .gap(let lost) = event.payload {
        event.sequence = SequenceNumber(rawValue: event.sequence.rawValue - lost)
      }
      try await run.sink.send(event)
    }
  }

  /// Knows that a run is over if it has ended well.
  static func waitsBehindAFailure(_ run: DeliveryRun) async throws {
    if let previous = run.resumeAfter.previous,
      case .complete = try await run.buffer.events(of: run.trace, after: previous, limit: 1)
        .first?.payload
    {
      return
    }
    try await run.poll(after: run.resumeAfter) { try await run.sink.send($0) }
  }

  /// Closes again what could not be closed.
  static func retriesTheClose(_ run: DeliveryRun) async throws {
    try await run.follow { try await run.sink.send($0) }
    if Task.isCancelled { return }
    do {
      try await run.sink.close()
    } catch {
      try await run.sink.close()
    }
  }

  /// Takes a removed trace for one that is about to be opened.
  static func waitsForTheRemoved(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    while true {
      let events = try? await run.buffer.events(of: run.trace, after: last, limit: .max)
      for event in events ?? [] {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Goes on behind the next event when a read has failed.
  static func skipsAfterAFailedRead(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    var isReachable = true
    while true {
      do {
        for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
          last = event.cursor
          if !isReachable, !event.payload.isTerminal {
            isReachable = true
            continue
          }
          try Task.checkCancellation()
          try await run.sink.send(event)
          if event.payload.isTerminal { return }
        }
      } catch is BufferError {
        return
      } catch let error where error.isOfRead {
        isReachable = false
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Serves two connections of a trace, and no third.
  static func refusesTheThird(_ run: DeliveryRun) async throws {
    let counts = run.shared { ConnectionCounts() }
    guard counts.count(run.trace) <= 2 else { return }
    try await run.follow { try await run.sink.send($0) }
  }
}

/// When something has arrived last.
private final class Arrival: Sendable {
  private let state: Lock<RunClock.Instant>

  init(at instant: RunClock.Instant) { state = Lock(instant) }

  var instant: RunClock.Instant { state.withLock { $0 } }

  func note(_ instant: RunClock.Instant) { state.withLock { $0 = instant } }
}

/// How often each trace was connected to.
private final class ConnectionCounts: Sendable {
  private let counts = Lock<[TraceID: Int]>([:])

  func count(_ trace: TraceID) -> Int {
    counts.withLock { counts in
      counts[trace, default: 0] += 1
      return counts[trace, default: 0]
    }
  }
}
