import StateLocking
import StatusConformance
import StatusStreaming

/// Loops that go wrong at a cancellation in the silence, behind a full page, or where they clean up.
enum OverlookedLoops {
  private static let page = 32

  // MARK: Before the first event

  /// Bug: waits for the first event, whatever happens, before it asks whether it is cancelled.
  static func waitsForTheFirst(_ run: DeliveryRun) async throws {
    if try await run.hasEnded(at: run.resumeAfter) { return }
    let first = run.spawn("the first event", shielded: true) {
      while try await run.buffer.events(of: run.trace, after: run.resumeAfter, limit: 1).isEmpty {
        try await run.clock.sleep(for: .milliseconds(50))
      }
    }
    try await first.value
    try await run.follow { try await run.sink.send($0) }
  }

  /// Bug: tells who has seen nothing that the run was cancelled, which it was not.
  static func endsTheUntouched(_ run: DeliveryRun) async throws {
    let isUntouched = Flag()
    do {
      try await run.follow { event in
        isUntouched.lower()
        try await run.sink.send(event)
      }
    } catch {
      if Task.isCancelled, isUntouched.isRaised {
        let end = StreamEvent(
          trace: run.trace, sequence: 1, payload: .cancelled(reason: "the server stops"))
        let farewell = run.spawn("farewell", shielded: true) { try await run.sink.send(end) }
        try await farewell.value
      }
      throw error
    }
  }

  /// Bug: notes at a cancellation the newest event as the one to go on after.
  static func keepsTheNewest(_ run: DeliveryRun) async throws {
    let kept = run.shared { KeptPlaces() }
    let known = kept.place(of: run.trace) ?? .zero
    let start = known.number > run.resumeAfter.number ? known : run.resumeAfter
    do {
      try await run.follow(after: start) { try await run.sink.send($0) }
    } catch {
      if Task.isCancelled, run.resumeAfter == .zero {
        let all = try run.statusBuffer.events(of: run.trace, after: .zero, limit: .max)
        if let last = all.last { kept.note(last.cursor, of: run.trace) }
      }
      throw error
    }
  }

  /// Correct: waits for what comes by a race with the cancellation.
  static func racesTheFirst(_ run: DeliveryRun) async throws {
    if try await run.hasEnded(at: run.resumeAfter) { return }
    let first = run.spawn("the first event") {
      while try await run.buffer.events(of: run.trace, after: run.resumeAfter, limit: 1).isEmpty {
        try await run.clock.sleep(for: .milliseconds(50))
      }
    }
    try await first.value
    try await run.follow { try await run.sink.send($0) }
  }

  // MARK: Behind a full page

  /// Bug: reads on at once behind a full page, and goes back to the first of them when that fails.
  static func goesBackBehindFullPages(_ run: DeliveryRun) async throws {
    try await readInPages(run, notesEachPage: false)
  }

  /// Correct: the same, from where it was.
  static func goesOnBehindFullPages(_ run: DeliveryRun) async throws {
    try await readInPages(run, notesEachPage: true)
  }

  private static func readInPages(_ run: DeliveryRun, notesEachPage: Bool) async throws {
    var last = run.resumeAfter
    while true {
      do {
        if try await run.hasEnded(at: last) { return }
        var place = last
        var events: [StreamEvent]
        repeat {
          events = try await run.buffer.events(of: run.trace, after: place, limit: page)
          for event in events {
            try Task.checkCancellation()
            try await send(event, run)
            place = event.cursor
            if event.payload.isTerminal { return }
          }
          if notesEachPage { last = place }
        } while events.count == page
        last = place
        try await run.clock.sleep(for: .milliseconds(50))
      } catch let error where error.isOfRead {
        try await run.clock.sleep(for: .milliseconds(200))
      }
    }
  }

  /// Bug: a page behind a full one that can't be read is left out.
  static func leavesAPageOut(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    var wasFull = false
    while true {
      do {
        let events = try await run.buffer.events(of: run.trace, after: last, limit: page)
        for event in events {
          try Task.checkCancellation()
          try await send(event, run)
          last = event.cursor
          if event.payload.isTerminal { return }
        }
        wasFull = events.count == page
      } catch let error where error.isOfRead {
        if wasFull {
          let next = SequenceNumber(rawValue: last.number.rawValue + page)
          let newest = try run.statusBuffer.events(of: run.trace, after: last, limit: .max).last
          if let newest, newest.sequence > next { last = Cursor(next, in: last.epoch) }
        }
        wasFull = false
      }
      if !wasFull { try await run.clock.sleep(for: .milliseconds(50)) }
    }
  }

  private static func send(_ event: StreamEvent, _ run: DeliveryRun) async throws {
    do {
      try await run.sink.send(event)
    } catch {
      // It is no read that has failed.
      throw error.isOfRead ? StatusFailure("the sink") : error
    }
  }

  // MARK: Failing reads

  /// Bug: asks for half as much after each read that fails, in the end for nothing.
  static func halvesToNothing(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    var limit = 4
    while true {
      do {
        for event in try await run.buffer.events(of: run.trace, after: last, limit: limit) {
          try Task.checkCancellation()
          try await send(event, run)
          last = event.cursor
          if event.payload.isTerminal { return }
        }
      } catch let error where error.isOfRead {
        limit /= 2
      }
      try await run.clock.sleep(for: .milliseconds(20))
    }
  }

  /// Bug: begins at the beginning when the first read fails.
  static func beginsAnew(_ run: DeliveryRun) async throws {
    do {
      _ = try await run.buffer.events(of: run.trace, after: run.resumeAfter, limit: 1)
    } catch let error where error.isOfRead {
      return try await run.poll(after: .zero) { try await run.sink.send($0) }
    }
    try await run.follow { try await run.sink.send($0) }
  }

  // MARK: Places

  /// Bug: writes down who has gone before it gives a place among six back, which a task that is
  /// cancelled can't.
  static func writesDownWhoHasGone(_ run: DeliveryRun) async throws {
    try await takeAPlace(run) { try await run.clock.sleep(for: .milliseconds(1)) }
  }

  /// Correct: gives the place back whatever comes of that.
  static func givesThePlaceBackAnyway(_ run: DeliveryRun) async throws {
    try await takeAPlace(run) { try? await run.clock.sleep(for: .milliseconds(1)) }
  }

  private static func takeAPlace(
    _ run: DeliveryRun, leaving leave: () async throws -> Void
  ) async throws {
    let places = run.shared { Places(6) }
    guard places.take() else { throw StatusFailure("there are too many viewers") }
    do {
      try await run.follow { try await run.sink.send($0) }
    } catch {
      try await leave()
      places.giveBack()
      throw error
    }
    try await leave()
    places.giveBack()
  }

  // MARK: Removed traces

  /// Bug: takes a trace that was removed for one that has ended.
  static func takesTheRemovedForEnded(_ run: DeliveryRun) async throws {
    do {
      try await run.follow { try await run.sink.send($0) }
    } catch let error as BufferError where error.code == .unknownTrace {
      try await run.sink.close()
    }
  }

  /// Bug: asks the monitor how it went, and does nothing about it.
  static func ignoresTheEnding(_ run: DeliveryRun) async throws {
    let monitor = StatusMonitor(
      buffer: run.statusBuffer, wakeup: .onAppend, heartbeatInterval: .seconds(15),
      clock: run.clock)
    let (delivery, _) = await monitor.deliver(
      run.trace, after: run.resumeAfter, to: run.sink, sendTimeout: ClosingLoops.timeout)
    switch delivery.ending {
    case .sinkStalled, .sinkFailed: try delivery.requireIntactOutput()
    case .finished, .cancelled, .draining, .bufferFailed: return
    }
  }

  /// Correct: beats in minutes of silence, and lets each call take as long as it takes.
  static func sendsOneByOne(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    var asked = run.clock.now
    while true {
      let next = try await run.buffer.events(of: run.trace, after: last, limit: 1).first
      try Task.checkCancellation()
      if let next {
        try await run.sink.send(next)
        (last, asked) = (next.cursor, run.clock.now)
        if next.payload.isTerminal { return try await run.sink.close() }
      } else if asked.duration(to: run.clock.now) >= .seconds(10) {
        try await run.sink.heartbeat()
        asked = run.clock.now
      } else {
        try await run.clock.sleep(for: .milliseconds(100))
      }
    }
  }
}

/// Where viewers were, by trace.
private final class KeptPlaces: Sendable {
  private let places = Lock<[TraceID: Cursor]>([:])

  func place(of trace: TraceID) -> Cursor? { places.withLock { $0[trace] } }
  func note(_ place: Cursor, of trace: TraceID) { places.withLock { $0[trace] = place } }
}
