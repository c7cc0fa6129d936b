import StatusConformance
import StatusStreaming

/// Loops that end too early, too late, twice or not at all.
enum EndingLoops {
  /// Takes an empty read for the end.
  static func endsWhenEmpty(_ run: DeliveryRun) async throws {
    var last = Cursor.zero
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: .max)
      if events.isEmpty, last != .zero { return }
      for event in events {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Looks for more as long as the agent is at work.
  static func endsWithTheAgent(_ run: DeliveryRun) async throws {
    let isAtWork = Flag()
    run.spawn("agent") {
      _ = try? await run.agent()
      isAtWork.lower()
    }
    var last = Cursor.zero
    while isAtWork.isRaised {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Ignores the terminal event: only a cancellation ends it.
  static func neverEnds(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    while true {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Sends a terminal event of its own after the buffer's.
  static func endsTwice(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      try await run.sink.send(event)
      if case .complete(let answer) = event.payload {
        let end = StreamEvent(
          trace: run.trace, sequence: event.sequence.next, payload: .complete(answer))
        try Task.checkCancellation()
        try await run.sink.send(end)
      }
    }
  }

  /// Sends the most urgent events of a batch first.
  static func urgentFirst(_ run: DeliveryRun) async throws {
    var last = Cursor.zero
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: .max)
      let urgent = events.filter(\.payload.isTerminal)
      for event in urgent + events.filter({ !$0.payload.isTerminal }) {
        try Task.checkCancellation()
        try await run.sink.send(event)
      }
      if !urgent.isEmpty { return }
      last = events.last?.cursor ?? last
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Beats once more when all is said, to flush a proxy.
  static func beatsAfterTheEnd(_ run: DeliveryRun) async throws {
    try await run.follow { try await run.sink.send($0) }
    try Task.checkCancellation()
    try await run.sink.heartbeat()
  }

  /// Closes at the terminal event and once more on the way out.
  static func closesTwice(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      try await run.sink.send(event)
      if event.payload.isTerminal { try await run.sink.close() }
    }
    try await run.sink.close()
  }

  /// Reads only after a change, and so waits for one where all has been said.
  static func waitsForAChange(_ run: DeliveryRun) async throws {
    var last = Cursor.zero
    var mark = run.statusBuffer.changedTraces().mark
    while true {
      try await run.clock.sleep(for: .milliseconds(20))
      let changes = run.statusBuffer.changedTraces(since: mark)
      mark = changes.mark
      guard changes.traces.contains(run.trace) else { continue }
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
    }
  }

  /// Sums up after the end what was lost: nothing.
  static func countsAfterTheEnd(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      try await run.sink.send(event)
      guard event.payload.isTerminal else { return }
      let number = SequenceNumber(rawValue: event.sequence.rawValue - 1)
      try Task.checkCancellation()
      try await run.sink.send(
        StreamEvent(trace: run.trace, sequence: number, payload: .gap(lost: 0)))
    }
  }

  /// Closes when the end is there, and sends it then.
  static func closesTooSoon(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      if event.payload.isTerminal { try await run.sink.close() }
      try Task.checkCancellation()
      try await run.sink.send(event)
    }
  }

  /// Gives the end a number of its own.
  static func numbersTheEnd(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      var event = event
      if event.payload.isTerminal { event.sequence = event.sequence.next }
      try await run.sink.send(event)
    }
  }

  /// Takes the cancellation of the agent for its own.
  static func stopsWithTheAgent(_ run: DeliveryRun) async throws {
    let streaming = run.spawn("streaming") { try await run.follow { try await run.sink.send($0) } }
    do {
      _ = try await run.agent()
    } catch is CancellationError {
      return
    } catch {
      // The buffer has the failure too: it is the viewer's to hear of.
    }
    try await streaming.value
  }

  /// Has nothing to say of a run that was stopped.
  static func leavesCancellationsOut(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      if case .cancelled = event.payload { return }
      try await run.sink.send(event)
    }
  }

  /// Polls behind the terminal event that the viewer has already.
  static func waitsBehindTheEnd(_ run: DeliveryRun) async throws {
    try await run.poll(after: run.resumeAfter) { try await run.sink.send($0) }
  }

  /// Leaves the end out for everybody once the connection of one viewer has failed.
  static func endsForNobody(_ run: DeliveryRun) async throws {
    let isWell = run.shared { Flag() }
    try await run.follow { event in
      if event.payload.isTerminal, !isWell.isRaised { return }
      do {
        try await run.sink.send(event)
      } catch {
        isWell.lower()
        throw error
      }
    }
  }
}
