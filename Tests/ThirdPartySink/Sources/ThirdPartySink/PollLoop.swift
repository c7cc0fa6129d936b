import StatusStreaming

/// Looks for news again and again until the trace has ended.
package struct PollLoop<Buffer: StatusBuffering, C: Clock> where C.Duration == Duration {
  private let buffer: Buffer
  private let clock: C

  package init(buffer: Buffer, clock: C) {
    self.buffer = buffer
    self.clock = clock
  }

  package func follow(
    _ trace: TraceID, after cursor: Cursor, to sink: inout some StatusSink
  ) async throws {
    var cursor = cursor
    if try await isEnd(cursor, of: trace) { return }
    while true {
      for event in try await buffer.events(of: trace, after: cursor, limit: 16) {
        try Task.checkCancellation()
        try await sink.send(event)
        if event.payload.isTerminal { return try await sink.close() }
        cursor = event.cursor
      }
      try await clock.sleep(for: .milliseconds(50))
    }
  }

  /// Whether a viewer who has seen this much has seen the end, after which nothing comes.
  private func isEnd(_ cursor: Cursor, of trace: TraceID) async throws -> Bool {
    guard let previous = cursor.previous else { return false }
    let last = try await buffer.events(of: trace, after: previous, limit: 1).first
    return last?.payload.isTerminal == true && last?.cursor == cursor
  }
}
