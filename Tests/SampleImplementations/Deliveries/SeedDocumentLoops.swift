import StatusConformance
import StatusStreaming

/// The loops of the document that this package grew from, with their bugs.
enum SeedDocumentLoops {
  /// Cancels the loop as soon as the agent returns: what came since the last look is lost.
  static func cancelledAtReturn(_ run: DeliveryRun) async throws {
    let streaming = run.spawn("streaming") {
      var last = run.resumeAfter
      while true {
        for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
          try await run.sink.send(event)
          last = event.cursor
        }
        try await run.clock.sleep(for: .milliseconds(50))
      }
    }
    _ = try await run.agent()
    streaming.cancel()
  }

  /// Moves the counter to the length after the sends: what came during them is skipped.
  static func counterAfterSends(_ run: DeliveryRun) async throws {
    var count = 0
    while true {
      let events = try await run.buffer.events(of: run.trace, after: .zero, limit: .max)
      for event in events.dropFirst(count) {
        try Task.checkCancellation()
        try await run.sink.send(event)
      }
      if events.last?.payload.isTerminal ?? false { return }
      count = try await run.buffer.events(of: run.trace, after: .zero, limit: .max).count
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Keeps a cursor for each trace but moves only that of the last one seen in a poll.
  static func cursorOfLastTrace(_ run: DeliveryRun) async throws {
    var cursors: [TraceID: Cursor] = [:]
    var mark = ChangeMark.start
    while true {
      let changes = run.statusBuffer.changedTraces(since: mark)
      mark = changes.mark
      var newest = Cursor.zero
      for trace in changes.traces {
        let cursor = cursors[trace, default: .zero]
        let events = try await run.buffer.events(of: trace, after: cursor, limit: .max)
        newest = events.last?.cursor ?? cursor
        for event in events where trace == run.trace {
          try Task.checkCancellation()
          try await run.sink.send(event)
          if event.payload.isTerminal { return }
        }
      }
      if let trace = changes.traces.last { cursors[trace] = newest }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Carries updates for ever and knows no end.
  static func streamWithoutEnd(_ run: DeliveryRun) async throws {
    var last = Cursor.zero
    while true {
      for event in try await run.buffer.events(of: run.trace, after: last, limit: .max) {
        try Task.checkCancellation()
        last = event.cursor
        if !event.payload.isTerminal { try await run.sink.send(event) }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }

  /// Makes the terminal event of the agent's answer, so a failing agent has none.
  static func endOfTheAnswer(_ run: DeliveryRun) async throws {
    let streaming = run.spawn("streaming") {
      var end = SequenceNumber.zero
      try await run.follow { event in
        end = event.sequence
        if !event.payload.isTerminal { try await run.sink.send(event) }
      }
      return end
    }
    let answer = try await run.agent()
    let end = try await streaming.value
    try Task.checkCancellation()
    let event = StreamEvent(trace: run.trace, sequence: end, payload: .complete(answer))
    try await run.sink.send(event)
  }
}
