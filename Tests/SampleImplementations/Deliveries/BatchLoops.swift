import StatusConformance
import StatusStreaming

/// Loops that send the events that are there together at once.
enum BatchLoops {
  /// Correct: goes on behind what was accepted, and sends the first by itself if that is nothing.
  static func byHand(_ run: DeliveryRun) async throws {
    try await follow(run) { events in
      let count = try await run.sink.send(contentsOf: EventBatch(events, of: run.trace))
      if count > 0 { return count }
      try Task.checkCancellation()
      try await run.sink.send(events[0])
      return 1
    }
  }

  /// Bug: takes a batch for sent, whatever its sink says.
  static func ignoresTheCount(_ run: DeliveryRun) async throws {
    try await follow(run) { events in
      _ = try await run.sink.send(contentsOf: EventBatch(events, of: run.trace))
      return events.count
    }
  }

  /// Bug: sends a batch again from its first event if it was not accepted whole.
  static func sendsTheWholeAgain(_ run: DeliveryRun) async throws {
    try await follow(run) { events in
      let count = try await run.sink.send(contentsOf: EventBatch(events, of: run.trace))
      if count < events.count {
        for event in events {
          try Task.checkCancellation()
          try await run.sink.send(event)
        }
      }
      return events.count
    }
  }

  /// Bug: passes over one event where none was accepted.
  static func passesOverOne(_ run: DeliveryRun) async throws {
    try await follow(run) { events in
      max(try await run.sink.send(contentsOf: EventBatch(events, of: run.trace)), 1)
    }
  }

  /// Bug: ends where nothing was accepted.
  static func endsAtNothing(_ run: DeliveryRun) async throws {
    try await follow(run) { events in
      let count = try await run.sink.send(contentsOf: EventBatch(events, of: run.trace))
      if count == 0 { throw StatusFailure("the viewer takes nothing") }
      return count
    }
  }

  /// Offers the same events again where none was accepted, until one is.
  static func offersAgain(_ run: DeliveryRun) async throws {
    try await follow(run) { events in
      let count = try await run.sink.send(contentsOf: EventBatch(events, of: run.trace))
      if count == 0 { try await run.clock.sleep(for: .milliseconds(10)) }
      return count
    }
  }

  /// - Parameter send: Sends some of the events, and says how many.
  private static func follow(
    _ run: DeliveryRun, sending send: ([StreamEvent]) async throws -> Int
  ) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while true {
      var rest = try await run.buffer.events(of: run.trace, after: last, limit: 100)[...]
      while let first = rest.first {
        try Task.checkCancellation()
        let count = try await send(Array(rest))
        last = count > 0 ? rest[rest.startIndex + count - 1].cursor : last
        rest.removeFirst(count)
        if count > 0, first.payload.isTerminal || rest.isEmpty, try await run.hasEnded(at: last) {
          return try await run.sink.close()
        }
      }
      try await run.clock.sleep(for: .milliseconds(50))
    }
  }
}
