import StatusConformance
import StatusStreaming

extension DeliveryRun {
  /// Hands on what follows a cursor until the terminal event, as a poll loop should.
  func follow(
    after start: Cursor? = nil, _ send: (StreamEvent) async throws -> Void
  ) async throws {
    let start = start ?? resumeAfter
    if try await !hasEnded(at: start) { try await poll(after: start, send) }
  }

  /// Hands on what follows a cursor that is not yet at the end.
  func poll(
    after start: Cursor, _ send: (StreamEvent) async throws -> Void
  ) async throws {
    var last = start
    while true {
      for event in try await buffer.events(of: trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await send(event)
        last = event.cursor
        if event.payload.isTerminal { return }
      }
      try await clock.sleep(for: .milliseconds(50))
    }
  }

  /// Whether a viewer with this cursor has the terminal event already.
  func hasEnded(at cursor: Cursor) async throws -> Bool {
    guard let previous = cursor.previous else { return false }
    let events = try await buffer.events(of: trace, after: previous, limit: 1)
    return events.first?.payload.isTerminal ?? false
  }
}

extension Error {
  /// Whether a read of the buffer has thrown it, in a task that nobody has cancelled.
  var isOfRead: Bool {
    "\(self)".contains("reached") || (self is CancellationError && !Task.isCancelled)
  }
}
