import StatusConformance
import StatusStreaming

/// Loops that don't keep their place.
enum CursorLoops {
  /// Sends a part of what was read and moves the cursor behind all of it.
  static func limitWithoutRest(_ run: DeliveryRun) async throws {
    var last = Cursor.zero
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: .max)
      for event in events.prefix(2) {
        try Task.checkCancellation()
        try await run.sink.send(event)
      }
      last = events.last?.cursor ?? last
      if events.last?.payload.isTerminal ?? false { return }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Takes the position in a batch for the number of the event.
  static func positionAsNumber(_ run: DeliveryRun) async throws {
    var last = Cursor.zero
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: .max)
      for (index, event) in events.enumerated() {
        try Task.checkCancellation()
        var numbered = event
        numbered.sequence = SequenceNumber(rawValue: index + 1)
        try await run.sink.send(numbered)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Resumes with the event that the viewer has seen last.
  static func inclusiveResume(_ run: DeliveryRun) async throws {
    try await run.follow(after: run.resumeAfter.previous ?? .zero) { try await run.sink.send($0) }
  }

  /// Keeps the cursors of its viewers and moves one before the send: what fails is not sent again.
  static func keptCursorBeforeSend(_ run: DeliveryRun) async throws {
    let cursor = run.shared { SharedCursor() }
    let start = [run.resumeAfter, cursor.value].max { $0.number < $1.number }
    try await run.follow(after: start) { event in
      cursor.value = event.payload.isTerminal ? .zero : event.cursor
      try await run.sink.send(event)
    }
  }

  /// Keeps the cursors of its viewers for ever, also beyond the end of the run that they count.
  static func keptCursorBeyondEnd(_ run: DeliveryRun) async throws {
    let cursor = run.shared { SharedCursor() }
    let start = [run.resumeAfter, cursor.value].max { $0.number < $1.number }
    try await run.follow(after: start) { event in
      try await run.sink.send(event)
      if event.payload.isTerminal { cursor.value = event.cursor }
    }
  }

  /// Takes a number for the position in one list of all traces' events.
  static func positionAmongAllTraces(_ run: DeliveryRun) async throws {
    if try await run.hasEnded(at: run.resumeAfter) { return }
    var log: [StreamEvent] = []
    var cursors: [TraceID: Cursor] = [:]
    var position = run.resumeAfter.number.rawValue
    while true {
      var news: [StreamEvent] = []
      for trace in run.statusBuffer.changedTraces().traces {
        let cursor = cursors[trace, default: .zero]
        let events = try await run.buffer.events(of: trace, after: cursor, limit: .max)
        cursors[trace] = events.last?.cursor ?? cursor
        news += events
      }
      log += news.sorted { $0.time < $1.time }
      while position < log.count {
        let event = log[position]
        position += 1
        guard event.trace == run.trace else { continue }
        try Task.checkCancellation()
        try await run.sink.send(event)
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Takes the gap with which a resume begins for noise.
  static func withoutFirstGap(_ run: DeliveryRun) async throws {
    var isFirst = true
    try await run.follow { event in
      defer { isFirst = false }
      if case .gap = event.payload, isFirst { return }
      try await run.sink.send(event)
    }
  }

  /// Shows a gap to nobody.
  static func withoutGaps(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      if case .gap = event.payload { return }
      try await run.sink.send(event)
    }
  }

  /// Reads what is there, and then listens from wherever the trace is by then.
  static func backlogThenLive(_ run: DeliveryRun) async throws {
    let backlog = try await run.buffer.events(of: run.trace, after: .zero, limit: .max)
    for event in backlog {
      try Task.checkCancellation()
      try await run.sink.send(event)
      if event.payload.isTerminal { return }
    }
    let newest = try await run.buffer.events(of: run.trace, after: .zero, limit: .max).last
    if newest?.payload.isTerminal ?? false { return }
    try await run.follow(after: newest?.cursor) { try await run.sink.send($0) }
  }

  /// Takes a number whose successors are gone for the end.
  static func endsAtExpiry(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      if case .gap = event.payload, run.resumeAfter != .zero { throw CancellationError() }
      try await run.sink.send(event)
    }
  }
}
