public import StatusStreaming

/// Looks for news again and again until the trace has ended.
public struct PollLoop<Buffer: StatusBuffering, C: Clock> where C.Duration == Duration {
  private let buffer: Buffer
  private let clock: C

  public init(buffer: Buffer, clock: C) {
    self.buffer = buffer
    self.clock = clock
  }

  public func follow(
    _ trace: TraceID, after cursor: SequenceNumber, to sink: inout some StatusSink
  ) async throws {
    var cursor = cursor
    while true {
      for event in try await buffer.events(of: trace, after: cursor, limit: 16) {
        try Task.checkCancellation()
        try await sink.send(event)
        if event.payload.isTerminal { return try await sink.close() }
        cursor = event.sequence
      }
      try await clock.sleep(for: .milliseconds(50))
    }
  }
}
