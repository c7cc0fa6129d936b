import StatusConformance
import StatusStreaming

extension DeliveryRun {
  /// Hands on what follows a cursor until the terminal event, as a poll loop should.
  func follow(
    after start: SequenceNumber? = nil, _ send: (StreamEvent) async throws -> Void
  ) async throws {
    let start = start ?? resumeAfter
    if try await !hasEnded(at: start) { try await poll(after: start, send) }
  }

  /// Hands on what follows a cursor that is not yet at the end.
  func poll(
    after start: SequenceNumber, _ send: (StreamEvent) async throws -> Void
  ) async throws {
    var last = start
    while true {
      for event in try await buffer.events(of: trace, after: last, limit: .max) {
        try Task.checkCancellation()
        try await send(event)
        last = event.sequence
        if event.payload.isTerminal { return }
      }
      try await clock.sleep(for: .milliseconds(50))
    }
  }

  /// Whether a viewer with this cursor has the terminal event already.
  func hasEnded(at cursor: SequenceNumber) async throws -> Bool {
    guard cursor > .zero else { return false }
    let before = SequenceNumber(rawValue: cursor.rawValue - 1)
    let events = try await buffer.events(of: trace, after: before, limit: 1)
    return events.first?.payload.isTerminal ?? false
  }
}
