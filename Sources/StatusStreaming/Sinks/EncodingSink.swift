/// A sink made of an encoder and a writer: one event, one write, or one write for the events that are
/// there together.
///
/// It owns the buffer that it encodes into and reuses it, so that sending small events allocates
/// nothing. A large buffer is given back after its write: there may be thousands of connections, of
/// which most have nothing to say most of the time.
public struct EncodingSink<Encoder: StatusEncoder, Writer: ByteWriter>: StatusSink {
  /// The most bytes that are kept for the next write.
  private static var keptCapacity: Int { 1_024 }

  /// Turns events into bytes.
  private var encoder: Encoder
  /// Takes the bytes.
  public private(set) var writer: Writer

  private var bytes: [UInt8] = []

  /// Makes a sink of a fresh encoder and the writer under it.
  public init(encoder: Encoder, writer: Writer) {
    self.encoder = encoder
    self.writer = writer
  }

  /// Writes what the encoder announces its output with, if it was given such a thing and has not
  /// written it.
  ///
  /// A server that wants its response to begin before the agent has said anything calls it when it
  /// has admitted the viewer, and then delivers; otherwise the first event or heartbeat brings the
  /// opening along.
  ///
  /// <!-- example in ServerExample, then expectEnd(of: delivery) -->
  /// ```swift
  /// var sink = EventStreamSink(profile: .resumable, opening: "connected", writer: writer)
  /// try await sink.open()
  /// let delivery = await StatusMonitor(buffer: buffer).deliver("run-1", to: &sink)
  /// ```
  ///
  /// - Throws: what the writer throws; the sink is then of no more use.
  public mutating func open() async throws {
    encoder.encodeOpening(into: &bytes)
    try await flush()
  }

  /// Encodes and writes an event.
  ///
  /// - Throws: ``StatusEncodingError`` before anything is written, or what the writer throws.
  public mutating func send(_ event: StreamEvent) async throws {
    try encoder.encode(event, into: &bytes)
    try await flush()
  }

  /// Encodes events up to about 64 KiB and writes them at once; as many as come before one that is
  /// refused.
  ///
  /// - Returns: how many were written.
  /// - Throws: as ``send(_:)``, for the first event.
  public mutating func send(contentsOf events: EventBatch) async throws -> Int {
    let count = try encoder.encode(events, into: &bytes)
    try await flush()
    return count
  }

  /// Whether the encoder shows a state.
  public var needsSnapshots: Bool { encoder.needsSnapshots }

  /// Encodes and writes how a trace stands.
  ///
  /// - Throws: as ``send(_:)-(StreamEvent)``.
  public mutating func send(_ snapshot: TraceSnapshot) async throws {
    try encoder.encode(snapshot, into: &bytes)
    try await flush()
  }

  /// Writes the encoder's heartbeat, if it has one and the output has not ended.
  public mutating func heartbeat() async throws {
    encoder.encodeHeartbeat(into: &bytes)
    try await flush()
  }

  /// Writes what ends the output properly, if the terminal event has not.
  public mutating func close() async throws {
    encoder.encodeClose(into: &bytes)
    try await flush()
  }

  private mutating func flush() async throws {
    guard !bytes.isEmpty else { return }
    defer { bytes.empty(keeping: Self.keptCapacity) }
    try await writer.write(bytes)
  }
}

extension EncodingSink: Sendable where Writer: Sendable {}

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

extension StatusEncoder {
  /// Appends a batch's events until there are about 64 KiB: as many as come before one that is refused.
  ///
  /// - Returns: how many were appended.
  /// - Throws: ``StatusEncodingError`` if the first is refused, having appended nothing.
  mutating func encode(
    _ events: EventBatch, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) -> Int {
    let writeSize = 65_536
    var count = 0
    for event in events {
      do throws(StatusEncodingError) {
        if let encodings = events.encodings {
          try encode(event, sharing: encodings, into: &bytes)
        } else {
          try encode(event, into: &bytes)
        }
      } catch {
        if count == 0 { throw error }
        break
      }
      count += 1
      if bytes.count >= writeSize { break }
    }
    return count
  }
}
