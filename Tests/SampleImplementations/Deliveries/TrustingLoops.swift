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

  /// Correct: a read that fails is tried again after one second, two, and so on up to 16, and then the loop
  /// throws.
  static func backsOff(_ run: DeliveryRun) async throws {
    var last = run.resumeAfter
    var pause = Duration.seconds(1)
    while true {
      let page: [StreamEvent]
      do {
        page = try await run.buffer.events(of: run.trace, after: last, limit: 20)
        if page.isEmpty, try await run.hasEnded(at: last) { return }
      } catch let error where error.isOfRead && pause < .seconds(32) {
        try await run.clock.sleep(for: pause)
        pause *= 2
        continue
      }
      pause = .seconds(1)
      for event in page {
        try Task.checkCancellation()
        try await run.sink.send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      if page.isEmpty { try await run.clock.sleep(for: .milliseconds(250)) }
    }
  }
}
