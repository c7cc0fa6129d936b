public import StatusStreaming

extension Scenario {
  /// What is written to a viewer.
  public enum Format: Sendable, Hashable {
    /// Lines for a person, with times if wanted.
    case terminal(showsTimes: Bool = false)
    /// Server-sent events.
    case eventStream(EventStreamEncoder.Profile)
    /// WebSocket frames.
    case webSocket

    /// The parts of the name of a file for such a connection.
    var fileName: (stem: String, suffix: String) {
      switch self {
      case .terminal: ("terminal", "txt")
      case .eventStream(.reference): ("reference", "sse")
      case .eventStream(.resumable): ("resumable", "sse")
      case .webSocket: ("websocket", "frames")
      }
    }

    /// Makes a sink that writes in this format.
    func makeSink(
      for subject: Viewer.Subject, writer: some ByteWriter & Sendable
    ) -> any StatusSink & Sendable {
      switch self {
      case .terminal(let showsTimes):
        TerminalSink(
          encoder: TerminalEncoder(labelsTraces: subject == .allTraces, showsTimes: showsTimes),
          writer: writer)
      case .eventStream(let profile): EventStreamSink(profile: profile, writer: writer)
      case .webSocket: WebSocketSink(writer: writer)
      }
    }
  }
}
