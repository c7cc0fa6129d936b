import StatusStreaming

/// A viewer's connection that costs nothing.
struct CountingSink: StatusSink {
  private(set) var count = 0

  mutating func send(_ event: StreamEvent) async throws {
    consume(event)
    count += 1
  }
}
