public import StatusStreaming

extension Scenario {
  /// Someone who watches, over one connection or, after cuts, several.
  public struct Viewer: Sendable, Hashable {
    /// What is written to the viewer.
    public var format: Format
    /// What the viewer watches.
    public var subject: Subject
    /// When the first connection is made, from the beginning of the scenario.
    public var arrival: Duration
    /// How long the connection takes to accept a write.
    public var writeLatency: Duration
    /// How the connections but the last end.
    public var cuts: [Cut]
    /// How long after it is made the server closes the last connection, if it does not end before.
    public var departure: Duration?

    /// Describes a viewer.
    public init(
      _ format: Format, of subject: Subject = .trace("run-1"), arrival: Duration = .zero,
      writeLatency: Duration = .zero, cuts: [Cut] = [], departure: Duration? = nil
    ) {
      self.format = format
      self.subject = subject
      self.arrival = arrival
      self.writeLatency = writeLatency
      self.cuts = cuts
      self.departure = departure
    }
  }
}

extension Scenario.Viewer {
  /// What a viewer watches.
  public enum Subject: Sendable, Hashable {
    /// One run, resumed after the last event that the viewer has.
    case trace(TraceID, after: Cursor = .zero)
    /// All runs.
    case allTraces
  }
}

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

extension Scenario {
  /// The end of a connection in the middle of a write.
  public struct Cut: Sendable, Hashable {
    /// How many writes are accepted before.
    public var writes: Int
    /// How many bytes of the next write get through.
    public var bytes: Int
    /// How long it takes the viewer to connect again, resuming after the last whole event.
    public var pause: Duration

    /// Describes a cut.
    public init(afterWrites writes: Int, bytes: Int, pause: Duration) {
      self.writes = writes
      self.bytes = bytes
      self.pause = pause
    }
  }
}
