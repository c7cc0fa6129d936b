import StateLocking
import StatusConformance
import StatusStreaming

/// Loops with a habit that does no harm in a short run with plain words and names.
enum HabitualLoops {
  /// Polls and sends, with what a loop does in its own way.
  private static func poll(
    _ run: DeliveryRun, changing change: (StreamEvent) -> StreamEvent? = { $0 },
    until isEnd: (StreamEvent.Payload) -> Bool = { $0.isTerminal }
  ) async throws {
    var last = run.resumeAfter
    while true {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        if let event = change(event) { try await run.sink.send(event) }
        last = event.cursor
        if isEnd(event.payload) { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Keeps the number of the last event in a byte.
  static func cursorInAByte(_ run: DeliveryRun) async throws {
    var last: UInt8 = 0
    while true {
      let cursor = Cursor(SequenceNumber(rawValue: Int(last)), in: run.statusBuffer.epoch)
      for event in try await run.buffer.events(of: run.trace, after: cursor, limit: 100) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = UInt8(truncatingIfNeeded: event.sequence.rawValue)
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Adds one to the number for each event, also for a gap.
  static func countsAGapAsOne(_ run: DeliveryRun) async throws {
    var last = 0
    while true {
      let cursor = Cursor(SequenceNumber(rawValue: last), in: run.statusBuffer.epoch)
      for event in try await run.buffer.events(of: run.trace, after: cursor, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last += 1
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Shows who comes late the last ten events.
  static func lastTenForTheLate(_ run: DeliveryRun) async throws {
    var backlog = try await run.buffer.events(of: run.trace, after: run.resumeAfter, limit: .max)
    let last = backlog.last?.cursor ?? run.resumeAfter
    backlog = backlog.suffix(10)
    for event in backlog {
      try Task.checkCancellation()
      try await run.sink.send(event)
      if event.payload.isTerminal { return }
    }
    try await run.poll(after: last) { try await run.sink.send($0) }
  }

  /// Leaves out updates that say nothing.
  static func leavesOutTheEmpty(_ run: DeliveryRun) async throws {
    try await poll(run) { event in
      guard case .update(let update) = event.payload, update.message?.isEmpty ?? true else {
        return event
      }
      return nil
    }
  }

  /// Cuts messages at 1,024 characters.
  static func cutsMessages(_ run: DeliveryRun) async throws {
    try await poll(run) { event in
      guard case .update(var update) = event.payload else { return event }
      update.message = update.message.map { String($0.prefix(1_024)) }
      var event = event
      event.payload = .update(update)
      return event
    }
  }

  /// Takes control characters out of messages.
  static func cleansMessages(_ run: DeliveryRun) async throws {
    try await poll(run) { event in
      guard case .update(var update) = event.payload, let message = update.message else {
        return event
      }
      update.message = String(
        String.UnicodeScalarView(message.unicodeScalars.filter { $0.value >= 32 }))
      var event = event
      event.payload = .update(update)
      return event
    }
  }

  /// Takes a failure without a message for none.
  static func ignoresSilentFailures(_ run: DeliveryRun) async throws {
    try await poll(
      run,
      changing: { event in
        if case .failed(message: "") = event.payload { nil } else { event }
      },
      until: { payload in
        if case .failed(message: "") = payload { false } else { payload.isTerminal }
      })
  }

  /// Repeats the last event when nothing has come for a while, which keeps the connection alive.
  static func repeatsToStayAlive(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    var newest: StreamEvent?
    var written = run.clock.now
    while true {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        (last, newest, written) = (event.cursor, event, run.clock.now)
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
      if written.duration(to: run.clock.now) >= .seconds(20) {
        if let newest { try await run.sink.send(newest) } else { try await run.sink.heartbeat() }
        written = run.clock.now
      }
    }
  }

  /// Ends a connection that is two minutes old, as a proxy would.
  static func endsAfterTwoMinutes(_ run: DeliveryRun) async throws {
    let beginning = run.clock.now
    var last = run.resumeAfter
    while beginning.duration(to: run.clock.now) < .seconds(120) {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Sends again what has taken half a minute.
  static func sendsSlowEventsAgain(_ run: DeliveryRun) async throws {
    try await run.poll(after: run.resumeAfter) { event in
      let send = run.spawn("send") { try await run.sink.send(event) }
      let again = run.spawn("second try") {
        try await run.clock.sleep(for: .seconds(30))
        try await run.sink.send(event)
      }
      defer { again.cancel() }
      try await send.value
    }
  }

  /// Gives a trace to the viewer who came last.
  static func servesTheLatest(_ run: DeliveryRun) async throws {
    let seats = run.shared { Seats() }
    let seat = seats.take(of: run.trace)
    var last = run.resumeAfter
    while seats.holds(seat, of: run.trace) {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Knows that a run is over if it has ended by itself.
  static func waitsBehindACancellation(_ run: DeliveryRun) async throws {
    if let previous = run.resumeAfter.previous {
      switch try await run.buffer.events(of: run.trace, after: previous, limit: 1).first?.payload {
      case .complete, .failed: return
      default: break
      }
    }
    try await run.poll(after: run.resumeAfter) { try await run.sink.send($0) }
  }
}

/// Who has come last to each trace.
private final class Seats: Sendable {
  private let counts = Lock<[TraceID: Int]>([:])

  func take(of trace: TraceID) -> Int {
    counts.withLock { counts in
      counts[trace, default: 0] += 1
      return counts[trace, default: 0]
    }
  }

  func holds(_ seat: Int, of trace: TraceID) -> Bool {
    counts.withLock { $0[trace] == seat }
  }
}
