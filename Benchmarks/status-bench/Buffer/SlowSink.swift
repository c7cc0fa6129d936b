import StatusStreaming

/// A viewer's connection that takes a millisecond for each event.
struct SlowSink: StatusSink {
  mutating func send(_ event: StreamEvent) async throws {
    consume(event)
    try await ContinuousClock().sleep(for: .milliseconds(1))
  }
}
