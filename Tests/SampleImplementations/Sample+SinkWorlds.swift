import GoldenTranscripts
import StatusConformance
import StatusStreaming

extension Sample {
  /// Sinks that are wrong in situations that are seldom thought of: at sizes, numbers and times.
  static let sinksInWorlds: [Sample] =
    sinksAtSizes + sinksAtNumbers + sinksOfUnusualContent + sinksOutOfTime

  private static let sinksAtSizes: [Sample] = [
    // A batch that is never written when it is just full.
    eventStream("the 64th event is lost", breaks: 102, saying: "after") {
      var count = 0
      $0.rewrite = { _, bytes in
        count += 1
        if count == 64 { bytes = [] }
      }
    },
    webSocket("no more than 256 messages", breaks: 102, saying: "threw Full") {
      var count = 0
      $0.change = { event in
        count += 1
        if count > 256 { throw Full() }
      }
    },
    eventStream("answers above four kilobytes are lost", breaks: 201, saying: "none") {
      $0.rewrite = { event, bytes in
        if case .complete = event.payload, bytes.count > 4_096 { bytes = [] }
      }
    },
    Sample(
      "messages cut at 1,024 characters", breaks: 104, saying: "a lo\"",
      SinkVerification(name: "cut messages", decoder: { NoteLineDecoder() }) {
        NoteLineSink(wire: $0) { NoteLineSink.escaped(String($0.prefix(1_024))) }
      }),
    webSocket(
      "a limit counted in characters", breaks: 707, saying: "returned",
      capabilities: [.bounded, .sizeLimit], sizeLimit: 8_192
    ) {
      $0.change = { event in
        if case .update(let update) = event.payload, (update.message ?? "").count > 8_192 {
          throw Full()
        }
      }
    },
    webSocket(
      "a limit that begins too early", breaks: 102, saying: "8192 bytes and no more",
      capabilities: [.bounded, .sizeLimit], sizeLimit: 8_192
    ) {
      var encoder = WebSocketMessageEncoder(maximumMessageSize: 8_191)
      $0.change = { event in
        var text: [UInt8] = []
        if !event.payload.isTerminal { _ = try encoder.encode(event, into: &text) }
      }
    },
  ]

  private static let sinksAtNumbers: [Sample] = [
    eventStream("numbers in two bytes", breaks: 105, saying: "#") {
      $0.change = { event in
        event.sequence = SequenceNumber(rawValue: event.sequence.rawValue & 0xFFFF)
      }
    },
    webSocket("numbers with two digits", breaks: 105, saying: "#", .resumable) {
      $0.change = { event in
        event.sequence = SequenceNumber(rawValue: event.sequence.rawValue % 100)
      }
    },
    // JavaScript's bitwise operators, or a column of 32 bits.
    eventStream("step ids in four bytes", breaks: 104, saying: "step -1") {
      $0.change = { event in
        guard case .update(var update) = event.payload, let id = update.roadmapStepID else {
          return
        }
        update.roadmapStepID = Int(Int32(truncatingIfNeeded: id))
        event.payload = .update(update)
      }
    },
    Sample(
      "names of traces in lower case", breaks: 401, saying: "RUN-1",
      SinkVerification(name: "lower case", decoder: { JSONLinesStatusDecoder() }) {
        ClosureSink(JSONLinesEncoder(), $0) { sink in
          sink.change = { event in
            event.trace = (try? TraceID(event.trace.rawValue.lowercased())) ?? event.trace
          }
        }
      }),
  ]

  private static let sinksOfUnusualContent: [Sample] = [
    eventStream("the first artifact alone", breaks: 104, saying: "complete") {
      $0.change = { event in
        guard case .complete(var answer) = event.payload, answer.artifacts.count > 1 else { return }
        let kept = answer.artifacts.first
        answer.artifacts = [:]
        if let kept { answer.artifacts[kept.key] = kept.value }
        event.payload = .complete(answer)
      }
    },
    eventStream("a failure without a message is left out", breaks: 204, saying: "message \"\"") {
      $0.rewrite = { event, bytes in if case .failed("") = event.payload { bytes = [] } }
    },
    webSocket("an empty roadmap for none", breaks: 104, saying: "roadmap of 0") {
      $0.change = { event in
        guard case .update(var update) = event.payload, update.roadmap == [] else { return }
        update.roadmap = nil
        event.payload = .update(update)
      }
    },
    eventStream("an empty message for none", breaks: 104, saying: "\"\"") {
      $0.change = { event in
        guard case .update(var update) = event.payload, update.message == "" else { return }
        update.message = nil
        event.payload = .update(update)
      }
    },
  ]

  private static let sinksOutOfTime: [Sample] = [
    // What was there after a while is sent to nobody.
    Sample(
      "a connection that falls asleep", breaks: 102, saying: "thinking",
      SinkVerification(
        name: "asleep", decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { wire in
        var last = wire.clock.now
        return ClosureSink(EventStreamEncoder(profile: .resumable), wire) { sink in
          sink.rewrite = { _, bytes in
            if last.duration(to: wire.clock.now) > .seconds(60) { bytes = [] }
            last = wire.clock.now
          }
        }
      }),
    Sample(
      "an idle connection is taken for a dead one", breaks: 102, saying: "to return\nit threw Full",
      SinkVerification(name: "idle", decoder: { TerminalStatusDecoder() }) { wire in
        var last = wire.clock.now
        return ClosureSink(TerminalEncoder(), wire) { sink in
          sink.change = { _ in
            if last.duration(to: wire.clock.now) > .seconds(30) { throw Full() }
            last = wire.clock.now
          }
        }
      }),
    eventStream("who is slow misses the next event", breaks: 102, saying: "thinking") {
      _, bytes, wire in
      let start = wire.clock.now
      try await wire.write(Array(bytes.prefix(1)))
      if start.duration(to: wire.clock.now) > .seconds(5) { return try await wire.write([0x0A]) }
      try await wire.write(Array(bytes.dropFirst()))
    },
    webSocket("a second Close after a heartbeat", breaks: 202, saying: "after the end") {
      var beats = 0
      $0.beat = { _ in beats += 1 }
      $0.end = { bytes in if beats > 1 { bytes = [0x88, 0x02, 0x03, 0xE9] } }
    },
    eventStream("the event after many heartbeats is lost", breaks: 702, saying: "thinking") {
      var beats = 0
      $0.beat = { _ in beats += 1 }
      $0.rewrite = { event, bytes in
        if beats > 2 { bytes = [] }
        beats = 0
      }
    },
    Sample(
      "a footer for each close()", breaks: 202, saying: "nothing after the end of the connection",
      SinkVerification(name: "footers", decoder: { TerminalStatusDecoder() }) { wire in
        var count = 0
        return ClosureSink(TerminalEncoder(), wire) { sink in
          sink.end = { bytes in
            count += 1
            if count > 1 { bytes = Array("\n".utf8) }
          }
        }
      }),
    Sample(
      "a full queue drops in silence", breaks: 102, saying: "Planning",
      SinkVerification(name: "silent drop", decoder: { JSONLinesStatusDecoder() }) {
        DroppingSink(JSONLinesEncoder(), $0, capacity: 32, tellsGaps: false)
      }),
    Sample(
      "a gap that counts one too few", breaks: 602, saying: "gap",
      SinkVerification(name: "miscounted drop", decoder: { JSONLinesStatusDecoder() }) {
        DroppingSink(JSONLinesEncoder(), $0, capacity: 32, countsFirst: false)
      }),
  ]

  /// Sinks that are right, and not as most are.
  static let unusualSinks: [Sample] = [
    Sample(
      correct: "a byte a write",
      SinkVerification(
        name: "bytes", capabilities: [.bounded, .heartbeats],
        execution: .simulated(runs: 60),
        decoder: { WebSocketStatusDecoder(profile: .resumable) }
      ) {
        EncodingSink(
          encoder: WebSocketStatusEncoder(profile: .resumable),
          writer: PieceWriter(wire: $0, size: 1))
      }),
    Sample(
      correct: "batches of half a second",
      SinkVerification(
        name: "half a second", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) {
        BatchingSink(
          EventStreamEncoder(profile: .resumable), $0, limit: 32, interval: .milliseconds(500))
      }),
    Sample(
      correct: "frames of seven bytes",
      SinkVerification(
        name: "fragments", capabilities: [.bounded, .heartbeats],
        decoder: { WebSocketStatusDecoder() }
      ) { EncodingSink(encoder: WebSocketStatusEncoder(maximumFrameSize: 7), writer: $0) }),
    Sample(
      correct: "heartbeats only where nothing was written for ten seconds",
      SinkVerification(
        name: "sparing", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { SparingSink(wire: $0) }),
    Sample(
      correct: "a heartbeat that flushes",
      SinkVerification(
        name: "flushing", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { FlushingSink(wire: $0) }),
    Sample(
      correct: "a full queue drops the oldest with a gap",
      SinkVerification(name: "gaps of its own", decoder: { JSONLinesStatusDecoder() }) {
        DroppingSink(JSONLinesEncoder(), $0, capacity: 32)
      }),
    Sample(
      correct: "a viewer that is too slow is given up",
      SinkVerification(name: "impatient", decoder: { JSONLinesStatusDecoder() }) {
        SendingSink(encoder: JSONLinesEncoder(), wire: $0) { _, bytes, wire in
          let start = wire.clock.now
          try await wire.write(bytes)
          if start.duration(to: wire.clock.now) > .seconds(10) { throw Full() }
        }
      }),
  ]
}

private struct Full: Error {}
