/// A sink that shows events to a person at a terminal.
public typealias TerminalSink<Writer: ByteWriter> = EncodingSink<TerminalEncoder, Writer>
/// A sink that writes a response body of server-sent events.
public typealias EventStreamSink<Writer: ByteWriter> = EncodingSink<EventStreamEncoder, Writer>
/// A sink that writes lines of JSON.
public typealias JSONLinesSink<Writer: ByteWriter> = EncodingSink<JSONLinesEncoder, Writer>

extension EncodingSink where Encoder == TerminalEncoder {
  /// Makes a sink for one trace on a terminal.
  public init(writer: Writer) {
    self.init(encoder: TerminalEncoder(), writer: writer)
  }
}

extension EncodingSink where Encoder == EventStreamEncoder {
  /// Makes a sink for a response body.
  ///
  /// - Parameters:
  ///   - profile: what the stream carries besides the updates.
  ///   - heartbeat: what keeps it open when there is nothing to say.
  ///   - opening: a comment with which the body begins, or which ``open()`` writes at once.
  ///   - writer: takes the bytes.
  public init(
    profile: EventStreamEncoder.Profile, heartbeat: EventStreamEncoder.HeartbeatForm = .comment,
    opening: String? = nil, writer: Writer
  ) {
    self.init(
      encoder: EventStreamEncoder(profile: profile, heartbeat: heartbeat, opening: opening),
      writer: writer)
  }
}

extension EncodingSink where Encoder == JSONLinesEncoder {
  /// Makes a sink for a file or a pipe.
  public init(writer: Writer) {
    self.init(encoder: JSONLinesEncoder(), writer: writer)
  }
}
