import StatusStreaming

/// Lines of an own format, of which updates are left out if they come too soon.
struct ThrottledSink: StatusSink {
  let lines: NoteLineSink
  let isTooSoon: (StreamEvent) -> Bool

  mutating func send(_ event: StreamEvent) async throws {
    let isTooSoon = isTooSoon(event)
    if case .update = event.payload, isTooSoon { return }
    try await lines.write(event)
  }
}
