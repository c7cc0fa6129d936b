import StatusConformance
import StatusStreaming

/// Loops that take what they are told for what they know: an error for a cancellation, a name for content.
enum TrustingLoops {
  /// Bug: whatever says that it was cancelled is taken for the cancellation of the connection.
  static func takesAnyCancellation(_ run: DeliveryRun) async throws {
    do {
      try await run.follow { try await run.sink.send($0) }
    } catch is CancellationError {
      return
    }
  }

  /// Bug: an update that has nothing but a status is left out.
  static func leavesOutTheBare(_ run: DeliveryRun) async throws {
    try await run.follow { event in
      if case .update(let update) = event.payload, update == StatusUpdate(status: update.status) {
        return
      }
      try await run.sink.send(event)
    }
  }

  /// Bug: what is there together has the time that one update may take.
  static func timesThePage(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    if try await run.hasEnded(at: last) { return }
    while true {
      let page = try await run.buffer.events(of: run.trace, after: last, limit: 50)
      let start = run.clock.now
      for event in page {
        if start.duration(to: run.clock.now) > .seconds(20) { throw StatusFailure("stalled") }
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      if page.isEmpty { try await run.clock.sleep(for: .milliseconds(100)) }
    }
  }
}
