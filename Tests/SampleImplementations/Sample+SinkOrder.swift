import GoldenTranscripts
import StatusConformance
import StatusStreaming

extension Sample {
  /// An event stream that differs from a correct one in one place.
  static func eventStream(
    _ name: String, breaks rule: Int, saying message: String,
    _ configure: @escaping @Sendable (inout ClosureSink<EventStreamEncoder>) -> Void
  ) -> Sample {
    Sample(
      name, breaks: rule, saying: message,
      SinkVerification(
        name: name, capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { ClosureSink(EventStreamEncoder(profile: .resumable), $0, configure) })
  }

  /// An event stream that does something else with an event than to write it.
  static func eventStream(
    _ name: String, breaks rule: Int, saying message: String,
    sending send: @escaping @Sendable (StreamEvent, [UInt8], Wire) async throws -> Void
  ) -> Sample {
    Sample(
      name, breaks: rule, saying: message,
      SinkVerification(
        name: name, decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { wire in
        SendingSink(encoder: EventStreamEncoder(profile: .resumable), wire: wire, deliver: send)
      })
  }

  /// 1xx: order, loss, repetition.
  static let sinksOutOfOrder: [Sample] = [
    // No token can repeat what is random.
    eventStream("a random comment", breaks: 100, saying: "the same run for the same choices") {
      $0.rewrite = { _, bytes in bytes = Array(": \(UInt64.random(in: 0...(.max)))\n".utf8) + bytes
      }
    },
    // Nothing keeps the tasks in the order of the sends.
    eventStream("a task for each send", breaks: 101, saying: "the order of emission") {
      _, bytes, wire in
      wire.spawn("a write") { try await wire.write(bytes) }
    },
    Sample(
      "updates with a step before others", breaks: 101, saying: "the order of emission",
      SinkVerification(decoder: { JSONLinesStatusDecoder() }) { ReorderingSink(wire: $0) }),
    // The step of an update is optional.
    eventStream("a formatter that needs a step", breaks: 102, saying: "MissingStep") {
      $0.change = { event in
        if case .update(let update) = event.payload, update.roadmapStepID == nil {
          throw MissingStep()
        }
      }
    },
    // What is written is written, whatever the caller is told.
    eventStream("an error when all is written", breaks: 102, saying: "to return\nit threw") {
      event, bytes, wire in
      try await wire.write(bytes)
      if event.payload.isTerminal { throw MissingStep() }
    },
    // Two updates that say the same are two updates.
    Sample(
      "equal updates only once", breaks: 102, saying: "after thinking",
      SinkVerification(name: "no equals", decoder: { TerminalStatusDecoder() }) { wire in
        var last: StreamEvent.Payload?
        return ClosureSink(TerminalEncoder(), wire) { sink in
          sink.rewrite = { event, bytes in
            if event.payload == last { bytes = [] }
            last = event.payload
          }
        }
      }),
    Sample(
      "what is batched is lost at close", breaks: 102, saying: "\nthe end",
      SinkVerification(
        name: "lost batch", decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { BatchingSink(EventStreamEncoder(profile: .resumable), $0, flushesAtClose: false) }),
    // An update without a message says something all the same.
    eventStream(
      "nothing for an empty message", breaks: 102, saying: "ok step 1001 ok as the first update"
    ) {
      $0.rewrite = { event, bytes in
        if case .update(let update) = event.payload, update.message == nil { bytes = [] }
      }
    },
    // What comes too soon has to wait.
    Sample(
      "a throttle that drops", breaks: 102, saying: "after thinking",
      SinkVerification(name: "throttle", decoder: { NoteLineDecoder() }) { wire in
        var last: RunClock.Instant?
        return ThrottledSink(lines: NoteLineSink(wire: wire)) { event in
          let now = wire.clock.now
          defer { last = now }
          return last.map { $0.duration(to: now) < .milliseconds(5) } ?? false
        }
      }),
    // A write that takes long is not one that has failed.
    eventStream("a slow write is repeated", breaks: 103, saying: "each update once") {
      _, bytes, wire in
      let start = wire.clock.now
      try await wire.write(bytes)
      if start.duration(to: wire.clock.now) > .milliseconds(20) { try await wire.write(bytes) }
    },
    eventStream("a message cut at twelve characters", breaks: 104, saying: "was emitted alone") {
      $0.change = { event in
        guard case .update(var update) = event.payload else { return }
        update.message = update.message.map { String($0.prefix(12)) }
        event.payload = .update(update)
      }
    },
    eventStream("the roadmap is left out", breaks: 104, saying: "was emitted alone") {
      $0.change = { event in
        guard case .update(var update) = event.payload else { return }
        update.roadmap = nil
        event.payload = .update(update)
      }
    },
    // A greeting that looks like what the agent said.
    Sample(
      "an update of its own as a greeting", breaks: 104, saying: "\"connected\"",
      SinkVerification(decoder: { EventStreamStatusDecoder(profile: .reference) }) {
        GreetingSink(wire: $0)
      }),
    // The output ends, but the run has not.
    eventStream("an end at every close", breaks: 104, saying: "no terminal event, since close()") {
      var hasEnded = false
      $0.rewrite = { event, _ in hasEnded = event.payload.isTerminal }
      $0.end = { bytes in
        if hasEnded { return }
        var encoder = EventStreamEncoder(profile: .resumable)
        let end = StreamEvent(
          trace: "run-1", sequence: 1, payload: .complete(FinalAnswer(text: "closed")))
        try? encoder.encode(end, into: &bytes)
      }
    },
    // A client that resumes after such a number misses or repeats events.
    Sample(
      "numbers counted by the connection", breaks: 105, saying: "\n#1",
      SinkVerification(
        name: "counting", decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { wire in
        var count = 0
        return ClosureSink(EventStreamEncoder(profile: .resumable), wire) { sink in
          sink.change = { event in
            count += 1
            event.sequence = SequenceNumber(rawValue: count)
          }
        }
      }),
    Sample(
      "numbers from the clock", breaks: 105, saying: "\n#0",
      SinkVerification(
        name: "timestamps", decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { wire in
        ClosureSink(EventStreamEncoder(profile: .resumable), wire) { sink in
          sink.change = { event in
            let (_, attoseconds) = wire.clock.now.elapsed.components
            event.sequence = SequenceNumber(rawValue: Int(attoseconds / 1_000_000_000_000_000))
          }
        }
      }),
    webSocket("messages counted by the connection", breaks: 105, saying: "\n#1", .resumable) {
      var count = 0
      $0.change = { event in
        count += 1
        event.sequence = SequenceNumber(rawValue: count)
      }
    },
    webSocket("messages counted from zero", breaks: 105, saying: "\n#", .resumable) {
      $0.change = { event in
        event.sequence = SequenceNumber(rawValue: event.sequence.rawValue - 1)
      }
    },
    Sample(
      "messages without their numbers", breaks: 105, saying: "#",
      SinkVerification(
        name: "unnumbered messages", decoder: { WebSocketStatusDecoder(profile: .resumable) }
      ) { WebSocketSink(writer: $0) }),
    Sample(
      "a header without its payload after a cancellation", breaks: 106,
      saying: "its send(_:) returned",
      SinkVerification(name: "torn", decoder: { WebSocketStatusDecoder() }) {
        SendingSink(encoder: WebSocketStatusEncoder(), wire: $0) { _, bytes, wire in
          try await wire.write(Array(bytes.prefix(4)))
          if Task.isCancelled { return }
          try await wire.write(Array(bytes.dropFirst(4)))
        }
      }),
    Sample(
      "a keep-alive that does not wait for writes", breaks: 108,
      saying: "it begins while that is in progress",
      SinkVerification(decoder: { EventStreamStatusDecoder(profile: .resumable) }) {
        TickingSink(wire: $0)
      }),
  ]
}

/// What a formatter throws that has not thought of everything.
private struct MissingStep: Error {}
