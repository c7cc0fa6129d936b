import StatusStreaming

/// Bug: the completion is written when the connection is closed, whether or not the run had ended.
struct ClosingLineSink: StatusSink {
  private let lines: NoteLineSink
  private var isCompletionDue = true

  init(_ lines: NoteLineSink) {
    self.lines = lines
  }

  mutating func send(_ event: StreamEvent) async throws {
    if case .complete = event.payload { return }
    if event.payload.isTerminal { isCompletionDue = false }
    try await lines.write(event)
  }

  mutating func close() async throws {
    guard isCompletionDue else { return }
    try await lines.write(
      StreamEvent(trace: "run-1", sequence: 1, payload: .complete(FinalAnswer(text: ""))))
  }
}
