import GoldenTranscripts
import StatusConformance
import StatusStreaming

extension Sample {
  /// Sinks: each faulty one in one place, and correct ones that are built in many ways.
  public static let sinks: [Sample] =
    sinksOutOfOrder + sinksWithWrongEndings + sinksUnderPressure + sinksWithWrongBytes
    + sinksOfBatches + sinksOfLostTasks + sinksInWorlds + sinksOfServers + shippedSinks
    + correctSinks + unusualSinks + rareSinks + sinksOfOutsiders
    + sinksInRareMoments + unforeseenSinks + producersOfAGUI

  private static let correctSinks: [Sample] = [
    Sample(
      correct: "the terminal",
      SinkVerification(decoder: { TerminalStatusDecoder() }) { TerminalSink(writer: $0) }),
    Sample(
      correct: "the terminal with labels and times",
      SinkVerification(decoder: { TerminalStatusDecoder(labelsTraces: true, showsTimes: true) }) {
        EncodingSink(encoder: TerminalEncoder(labelsTraces: true, showsTimes: true), writer: $0)
      }),
    Sample(
      correct: "the event stream of the reference profile",
      SinkVerification(decoder: { EventStreamStatusDecoder(profile: .reference) }) {
        EventStreamSink(profile: .reference, writer: $0)
      }),
    Sample(
      correct: "the resumable event stream",
      SinkVerification(
        capabilities: [.bounded, .heartbeats, .sizeLimit, .batches], sizeLimit: 4_096,
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) {
        EncodingSink(
          encoder: EventStreamEncoder(profile: .resumable, maximumEventSize: 4_096), writer: $0)
      }),
    Sample(
      correct: "the WebSocket",
      SinkVerification(
        capabilities: [.bounded, .heartbeats, .batches], decoder: { WebSocketStatusDecoder() }
      ) { WebSocketSink(writer: $0) }),
    Sample(
      correct: "the event stream of the reference profile that beats",
      SinkVerification(
        capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .reference) }
      ) {
        EventStreamSink(
          profile: .reference, heartbeat: .commentAndBlankLine, opening: "connected", writer: $0)
      }),
    Sample(
      correct: "the resumable event stream with blank lines after an opening",
      SinkVerification(
        name: "blank lines", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) {
        EventStreamSink(
          profile: .resumable, heartbeat: .commentAndBlankLine, opening: "\n", writer: $0)
      }),
    Sample(
      correct: "the resumable WebSocket",
      SinkVerification(
        name: "numbered messages", capabilities: [.bounded, .heartbeats],
        decoder: { WebSocketStatusDecoder(profile: .resumable) }
      ) { WebSocketSink(profile: .resumable, writer: $0) }),
    Sample(
      correct: "a WebSocket's session",
      SinkVerification(
        capabilities: [.bounded, .heartbeats],
        decoder: { WebSocketStatusDecoder(profile: .resumable) }
      ) {
        WebSocketSession(
          connection: WebSocketConnection(encoder: WebSocketStatusEncoder(profile: .resumable)),
          writer: $0)
      }),
    Sample(
      correct: "messages that the server frames",
      SinkVerification(
        capabilities: [.bounded, .heartbeats],
        decoder: { WebSocketStatusDecoder(profile: .resumable) }
      ) { WebSocketMessageSink(framingTo: $0) }),
    Sample(
      correct: "the WebSocket with small frames and a limit",
      SinkVerification(
        capabilities: [.bounded, .heartbeats, .sizeLimit, .batches], sizeLimit: 100_000,
        decoder: { WebSocketStatusDecoder() }
      ) {
        EncodingSink(
          encoder: WebSocketStatusEncoder(maximumFrameSize: 50, maximumMessageSize: 100_000),
          writer: $0)
      }),
    Sample(
      correct: "lines of JSON",
      SinkVerification(decoder: { JSONLinesStatusDecoder() }) { JSONLinesSink(writer: $0) }),
    Sample(
      correct: "an actor",
      SinkVerification(
        capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { ActorSink($0) }),
    Sample(
      correct: "a class that writes batches of events",
      SinkVerification(
        capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { BatchingSink(EventStreamEncoder(profile: .resumable), $0) }),
    Sample(
      correct: "a struct that writes small pieces",
      SinkVerification(
        capabilities: [.bounded, .heartbeats], decoder: { WebSocketStatusDecoder() }
      ) { EncodingSink(encoder: WebSocketStatusEncoder(), writer: PieceWriter(wire: $0)) }),
    Sample(
      correct: "a bounded queue with a writer",
      SinkVerification(decoder: { TerminalStatusDecoder(labelsTraces: true) }) {
        QueueSink(TerminalEncoder(labelsTraces: true), $0, capacity: 16)
      }),
    Sample(
      correct: "lines in colour",
      SinkVerification(name: "colours", decoder: { ColouredLineDecoder() }) {
        NoteLineSink.coloured($0)
      }),
    Sample(
      correct: "lines of its own",
      SinkVerification(decoder: { NoteLineDecoder() }) { NoteLineSink(wire: $0) }),
  ]
}

extension WebSocketMessageSink {
  /// A sink over a server that frames for itself.
  fileprivate init(framingTo wire: Wire) {
    var frames = WebSocketFramer()
    func write(
      _ frame: (inout WebSocketFramer, inout [UInt8]) throws -> Void
    ) async throws {
      var bytes: [UInt8] = []
      try frame(&frames, &bytes)
      try await wire.write(bytes)
    }
    self.init(profile: .resumable) { text in
      try await write { try $0.text(text, into: &$1) }
    } pinging: {
      try await write { try $0.ping(into: &$1) }
    } closing: { code, reason in
      try await write { try $0.close(code, reason: reason, into: &$1) }
    }
  }
}
