import StatusConformance
import StatusStreaming

/// Loops that end too early, too late, twice or not at all.
enum EndingLoops {
  /// Takes an empty read for the end.
  static func endsWhenEmpty(_ run: DeliveryRun) async throws {
    var last = SequenceNumber.zero
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: .max)
      if events.isEmpty, last > .zero { return }
      for event in events {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.sequence
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
    var last = SequenceNumber.zero
    while isAtWork.isRaised {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.sequence
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
        last = event.sequence
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
    var last = SequenceNumber.zero
    while true {
      let events = try await run.buffer.events(of: run.trace, after: last, limit: .max)
      let urgent = events.filter(\.payload.isTerminal)
      for event in urgent + events.filter({ !$0.payload.isTerminal }) {
        try Task.checkCancellation()
        try await run.sink.send(event)
      }
      if !urgent.isEmpty { return }
      last = events.last?.sequence ?? last
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
    var last = SequenceNumber.zero
    var mark = run.statusBuffer.changedTraces().mark
    while true {
      try await run.clock.sleep(for: .milliseconds(20))
      let changes = run.statusBuffer.changedTraces(since: mark)
      mark = changes.mark
      guard changes.traces.contains(run.trace) else { continue }
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.sequence
        if event.payload.isTerminal { return }
      }
    }
  }
}
