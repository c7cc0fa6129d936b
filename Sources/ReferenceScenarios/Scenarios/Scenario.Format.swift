public import StatusStreaming

extension Scenario {
  /// What is written to a viewer.
  public enum Format: Sendable, Hashable {
    /// Lines for a person, with times if wanted.
    case terminal(showsTimes: Bool = false)
    /// Server-sent events, with heartbeats in a form and a comment at the beginning if wanted.
    case eventStream(
      EventStreamEncoder.Profile, heartbeat: EventStreamEncoder.HeartbeatForm = .comment,
      opening: String? = nil)
    /// WebSocket frames.
    case webSocket(WebSocketMessageEncoder.Profile)

    /// The parts of the name of a file for such a connection.
    var fileName: (stem: String, suffix: String) {
      switch self {
      case .terminal: ("terminal", "txt")
      case .eventStream(.reference, _, _): ("reference", "sse")
      case .eventStream(.resumable, _, _): ("resumable", "sse")
      case .eventStream(.agUI, _, _): ("ag-ui", "sse")
      case .webSocket(.reference): ("websocket", "frames")
      case .webSocket(.resumable): ("resumable", "frames")
      case .webSocket(.agUI): ("ag-ui", "frames")
      }
    }

    /// The name of a file for the only such connection.
    var name: String { "\(fileName.stem).\(fileName.suffix)" }

    /// Whether a file has a number even if there is but one connection, which others can follow.
    var isAlwaysNumbered: Bool {
      switch self {
      case .eventStream(.resumable, _, _), .webSocket(.resumable): true
      case .terminal, .eventStream, .webSocket: false
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
      case .eventStream(let profile, let heartbeat, let opening):
        EventStreamSink(
          profile: profile, heartbeat: heartbeat, opening: opening, writer: writer)
      case .webSocket(let profile): WebSocketSink(profile: profile, writer: writer)
      }
    }
  }
}
