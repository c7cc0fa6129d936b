import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// What engineers wrote who had read the documentation alone.
extension Sample {
  static let sinksOfOutsiders: [Sample] = [
    Sample(
      "step ids as floating-point numbers", breaks: 104, saying: "step",
      SinkVerification(name: "doubles", decoder: { JSONLinesStatusDecoder() }) {
        ClosureSink(JSONLinesEncoder(), $0) { sink in
          sink.rewrite = { event, bytes in
            guard case .update(let update) = event.payload, let id = update.roadmapStepID else {
              return
            }
            let digits = Int(exactly: Double(id)).map { "\($0)" } ?? "\(Double(id))"
            var text = String(decoding: bytes, as: UTF8.self)
            let member = "\"roadmap_step_id\":"
            guard let place = text.firstRange(of: "\(member)\(id)") else { return }
            text.replaceSubrange(place, with: "\(member)\(digits)")
            bytes = Array(text.utf8)
          }
        }
      }),
    Sample(
      "no last frame where all are full", breaks: 710, saying: "the end",
      SinkVerification(
        name: "full frames", capabilities: [.bounded, .heartbeats],
        decoder: { WebSocketStatusDecoder(profile: .resumable) }
      ) {
        let encoder = WebSocketStatusEncoder(profile: .resumable, maximumFrameSize: 1_024)
        return ClosureSink(encoder, $0) { sink in
          // A frame of 1,024 bytes has four before them.
          sink.rewrite = { event, bytes in
            guard !event.payload.isTerminal, bytes.count % 1_028 == 0 else { return }
            bytes[bytes.count - 1_028] &= 0x7F
          }
        }
      }),
    Sample(
      "a text without its empty lines", breaks: 104, saying: "\\n",
      SinkVerification(
        name: "plain text", capabilities: [.bounded, .heartbeats], decoder: { PlainTextDecoder() }
      ) { PlainTextSink(wire: $0) }),
    Sample(
      "an end that was offered and not accepted", breaks: 102, saying: "the end",
      SinkVerification(
        name: "offered ends", capabilities: [.bounded, .batches],
        decoder: { JSONLinesStatusDecoder() }
      ) { OfferedEndSink($0) }),
    Sample(
      "a last write of which nobody asks what became", breaks: 603,
      saying: "as if nothing had happened",
      SinkVerification(
        name: "write-behind", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { WriteBehindSink($0) }),
    Sample(
      "a name that reads as no value", breaks: 104, saying: "no trace",
      SinkVerification(name: "fields", decoder: { FieldLineDecoder() }) {
        FieldLineSink(wire: $0)
      }),
    Sample(
      "a number of seven bits that needs eight", breaks: 104, saying: "not a record",
      SinkVerification(
        name: "records", capabilities: [.bounded, .heartbeats], decoder: { RecordDecoder() }
      ) { RecordSink(wire: $0) }),
    Sample(
      "a last line that goes by the event before it", breaks: 208, saying: "bytes that",
      SinkVerification(name: "last line", decoder: { TerminalStatusDecoder(labelsTraces: true) }) {
        LastLineSink(wire: $0)
      }),
    Sample(
      "a queue that is bounded in batches", breaks: 601, saying: "at most 16 events",
      SinkVerification(
        name: "queued batches", capabilities: [.bounded, .batches], holding: 16,
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) {
        QueueSink(
          EventStreamEncoder(profile: .resumable), $0, capacity: 16, batching: .asOne)
      }),
    Sample(
      correct: "a queue of batches",
      SinkVerification(
        name: "queue of batches", capabilities: [.bounded, .heartbeats, .batches], holding: 16,
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) {
        QueueSink(
          EventStreamEncoder(profile: .resumable), $0, capacity: 16, batching: .together)
      }),
    Sample(
      correct: "a full queue drops the oldest with a gap, and holds what it says",
      SinkVerification(
        name: "declared gaps", holding: 33, decoder: { JSONLinesStatusDecoder() }
      ) {
        DroppingSink(JSONLinesEncoder(), $0, capacity: 32)
      }),
    Sample(
      correct: "a byte a write",
      SinkVerification(
        name: "single bytes", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .reference) }
      ) {
        ByteSink($0)
      }),
    Sample(
      correct: "a byte order mark, and comments within blocks",
      SinkVerification(
        name: "dribbling", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { DribblingSink($0) }),
    Sample(
      correct: "pongs between frames, and control frames of 125 bytes",
      SinkVerification(
        name: "talkative", capabilities: [.bounded, .heartbeats],
        decoder: { WebSocketStatusDecoder(profile: .resumable) }
      ) { FragmentingSink($0, isTalkative: true) }),
  ]

  static let deliveriesOfOutsiders: [Sample] = [
    faulty(
      "takes the news from all when it leaves", breaks: 403, saying: "viewer 2 to get",
      able: [.bounded, .resumable], MisjudgingLoops.pumpOfWhoLeaves),
    faulty(
      "counts looks for time", breaks: 711, saying: "silence from",
      able: [.bounded, .resumable, .heartbeats], MisjudgingLoops.countsLooks),
    faulty(
      "skips the first of a batch of which none is accepted", breaks: 102, saying: "run-1 ",
      able: [.bounded, .resumable], MisjudgingLoops.clampsTheIndex),
    faulty(
      "tells of a batch that is refused as one gap", breaks: 607, saying: "gap, ",
      able: [.bounded, .resumable, .sizeLimit], MisjudgingLoops.tellsOfABatch),
    faulty(
      "counts what the viewer has among the lost", breaks: 502, saying: "a gap of",
      able: [.bounded, .resumable], MisjudgingLoops.readsFromTheBeginning),
    faulty(
      "beats when its turn comes after the end", breaks: 202, saying: "a heartbeat",
      able: [.bounded, .resumable, .heartbeats], MisjudgingLoops.beatsInLine),
    faulty(
      "takes any cancellation for its own", breaks: 206, saying: "a read of the buffer failed",
      able: [.bounded, .resumable], TrustingLoops.takesAnyCancellation),
    faulty(
      "leaves out what says nothing", breaks: 102, saying: "nothing of it",
      able: [.bounded, .resumable], TrustingLoops.leavesOutTheBare),
    faulty(
      "gives a page twenty seconds", breaks: 102, saying: "stalled",
      able: [.bounded, .resumable], TrustingLoops.timesThePage),
    faulty(
      "waits longer after each read that fails", breaks: 102, saying: "long after the agent",
      able: [.bounded, .resumable], RetryingLoops.waitsLongerAndLonger),
    faulty(
      "makes gaps anew", breaks: 607, saying: "b7-",
      able: [.bounded, .resumable, .sizeLimit], RetryingLoops.makesGapsAnew),
    faulty(
      "makes ends anew", breaks: 608, saying: "b7-",
      able: [.bounded, .resumable, .sizeLimit], RetryingLoops.makesEndsAnew),
    correct(
      "a read that fails tried again for half a minute", able: [.bounded, .resumable],
      RetryingLoops.backsOff),
    correct("a receipt for each event", able: [.bounded, .resumable], AskingLoops.awaitsReceipts),
    Sample(
      correct: "a race of events and heartbeats, in timed batches",
      DeliveryVerification(
        name: "racing",
        capabilities: [.bounded, .resumable, .heartbeats, .sizeLimit, .closing],
        sendTimeout: ClosingLoops.timeout, RacingLoop.follow)),
  ]
  static let othersOfOutsiders: [Sample] = [
    Sample(
      "a zero of any history", breaks: 505, saying: "another-0",
      BufferVerification { ZeroEpochBuffer() }),
    Sample(
      correct: "a trace that is kept for a day",
      BufferVerification(name: "kept for a day", retention: .seconds(86_400)) {
        StatusBuffer(
          configuration: .init(retention: .seconds(86_400), abandonAfter: nil), clock: $0)
      }),
    Sample(
      "the first line of a failure", breaks: 204, saying: "with the message",
      AgentVerification { try await FirstLineAgent(run: $0).answer() }),
  ]
}
