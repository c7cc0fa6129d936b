import StatusConformance
import StatusStreaming

/// Carries one viewer's events, one at each call.
actor Courier {
  private let run: DeliveryRun
  private var last: Cursor
  private var batch: ArraySlice<StreamEvent> = []

  init(_ run: DeliveryRun) {
    self.run = run
    last = run.resumeAfter
  }

  /// Delivers the next event, once there is one.
  ///
  /// - Returns: Whether there may be another.
  func deliverNext() async throws -> Bool {
    if try await run.hasEnded(at: last) { return false }
    while batch.isEmpty {
      batch = try await run.buffer.events(of: run.trace, after: last, limit: 8)[...]
      if batch.isEmpty { try await run.clock.sleep(for: .milliseconds(40)) }
    }
    try Task.checkCancellation()
    let event = batch.removeFirst()
    try await run.sink.send(event)
    last = event.cursor
    return !event.payload.isTerminal
  }
}
