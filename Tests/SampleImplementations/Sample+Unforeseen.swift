import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// What a second pair of outsiders wrote: characters that are two, names that are nearly another's, plans
/// of a thousand steps, an hour, a failure in hand.
extension Sample {
  static let unforeseenSinks: [Sample] = [
    // A quote with an accent is another Character.
    Sample(
      "quotes escaped by characters", breaks: 703, saying: "",
      SinkVerification(name: "characters", decoder: { JSONLinesStatusDecoder() }) {
        ClosureSink(JSONLinesEncoder(), $0) { sink in
          sink.rewrite = { event, bytes in
            guard case .update(let update) = event.payload, let text = update.message else {
              return
            }
            var right: [UInt8] = []
            JSON(text).appendJSON(to: &right)
            guard let place = bytes.firstRange(of: right) else { return }
            bytes.replaceSubrange(place, with: CharacterQuoting.json(of: text))
          }
        }
      }),
    Sample(
      "a backslash before a letter taken for an escape", breaks: 104, saying: "",
      SinkVerification(name: "backslashes", decoder: { JSONLinesStatusDecoder() }) {
        ClosureSink(JSONLinesEncoder(), $0) { sink in
          sink.rewrite = { _, bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            bytes = Array(
              text.replacing(/\\\\(?=[nrt])/, with: "\\").utf8)
          }
        }
      }),
    webSocket("a length of two bytes with a sign", breaks: 710, saying: "more bytes than it needs")
    {
      $0.rewrite = { _, bytes in
        guard bytes.starts(with: [0x81, 126]), bytes[2] >= 0x80 else { return }
        bytes[1] = 127
        bytes.insert(contentsOf: [0, 0, 0, 0, 0, 0], at: 2)
      }
    },
    Sample(
      "a large event of a batch past those that are gathered", breaks: 101, saying: " after ",
      SinkVerification(
        name: "bypassing", decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { BypassingSink($0) }),
    Sample(
      "an end that waits for a write of its own, and is counted", breaks: 109,
      saying: "as many as were written",
      SinkVerification(
        name: "own writes", decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { OwnWriteSink($0) }),
    Sample(
      "times of 32 bits of microseconds", breaks: 104, saying: " ms",
      SinkVerification(name: "microseconds", decoder: { JSONLinesStatusDecoder() }) {
        ClosureSink(JSONLinesEncoder(), $0) { sink in
          sink.change = { event in
            let count = UInt32(truncatingIfNeeded: Int(event.time / .microseconds(1)))
            event.time = .microseconds(Int(count))
          }
        }
      }),
    answering("members that are null left out", saying: "complete") { answer in
      answer.artifacts = JSONObject(
        answer.artifacts.filter { $0.value != .null }.map { ($0.key, $0.value) })
    },
    answering("keys that are equal taken for one", saying: "complete") { answer in
      var known: Set<String> = []
      let members = answer.artifacts.filter { known.insert($0.key).inserted }
      answer.artifacts = JSONObject(members.map { ($0.key, $0.value) })
    },
    answering("whole numbers of 53 bits", saying: "complete") { answer in
      guard case .array(let numbers)? = answer.artifacts["whole"]?.content else { return }
      let rounded = numbers.map { JSON($0.int.flatMap { Int(exactly: Double($0)) } ?? .max) }
      answer.artifacts["whole"] = JSON(rounded)
    },
    answering("answers of a hundred levels at most", saying: "complete") { answer in
      if let deep = answer.artifacts["deep"], "\(deep)".utf8.count(where: { $0 == 0x5B }) > 100 {
        answer.artifacts["deep"] = nil
      }
    },
    updating("a plan of a thousand steps at most", saying: "roadmap of") { update in
      update.roadmap = update.roadmap.map { Array($0.prefix(1_000)) }
    },
    updating("a plan of twenty steps at most", saying: "roadmap of") { update in
      update.roadmap = update.roadmap.map { Array($0.prefix(20)) }
    },
    updating("texts of 100,000 bytes at most", saying: "a long text") { update in
      guard let text = update.message, text.utf8.count > 100_000 else { return }
      update.message = String(text.prefix(100_000))
    },
    updating("a step zero that is none", saying: "step 0") { update in
      if update.roadmapStepID == 0 { update.roadmapStepID = nil }
    },
    updating("a mark of byte order that is taken for one", breaks: 706, saying: "") { update in
      guard let text = update.message, text.unicodeScalars.first == "\u{FEFF}" else { return }
      update.message = String(String.UnicodeScalarView(text.unicodeScalars.dropFirst()))
    },
    Sample(
      "a name that a gap does not change", breaks: 401, saying: "another trace",
      SinkVerification(name: "elided names", decoder: { ElidingLineDecoder() }) {
        ElidingLineSink($0, overlooksGaps: true)
      }),
    Sample(
      "a word at the second refusal", breaks: 712, saying: "a heartbeat",
      SinkVerification(
        name: "complaining", capabilities: [.bounded, .sizeLimit], sizeLimit: 4_096,
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { ComplainingSink($0) }),
    Sample(
      "another try after half a minute", breaks: 603, saying: "which threw",
      SinkVerification(name: "persistent", decoder: { JSONLinesStatusDecoder() }) {
        PersistentSink($0)
      }),
    Sample(
      correct: "heartbeats only where nothing was written or made for ten seconds",
      SinkVerification(
        name: "sparing from the making on", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { SparingSink(wire: $0, countsTheMaking: true) }),
    Sample(
      correct: "names left out where they are those of the lines before",
      SinkVerification(name: "elided names, right", decoder: { ElidingLineDecoder() }) {
        ElidingLineSink($0, overlooksGaps: false)
      }),
    Sample(
      correct: "names left out, and lines of 4,096 bytes at most",
      SinkVerification(
        name: "elided names, limited", capabilities: [.bounded, .sizeLimit], sizeLimit: 4_096,
        decoder: { ElidingLineDecoder() }
      ) { ElidingLineSink($0, overlooksGaps: false, limit: 4_096, isPadded: true) }),
  ]

  /// An event stream of which answers are changed.
  private static func answering(
    _ name: String, saying message: String,
    _ change: @escaping @Sendable (inout FinalAnswer) -> Void
  ) -> Sample {
    eventStream(name, breaks: 104, saying: message) {
      $0.change = { event in
        guard case .complete(var answer) = event.payload else { return }
        change(&answer)
        event.payload = .complete(answer)
      }
    }
  }

  /// An event stream of which updates are changed.
  private static func updating(
    _ name: String, breaks rule: Int = 104, saying message: String,
    _ change: @escaping @Sendable (inout StatusUpdate) -> Void
  ) -> Sample {
    eventStream(name, breaks: rule, saying: message) {
      $0.change = { event in
        guard case .update(var update) = event.payload else { return }
        change(&update)
        event.payload = .update(update)
      }
    }
  }

  static let unforeseenDeliveries: [Sample] = [
    faulty(
      "beats when it looks", breaks: 711, saying: "silence from",
      able: [.bounded, .resumable, .heartbeats], UnforeseenLoops.beatsWhenItLooks),
    faulty(
      "follows again from where the viewer came", breaks: 103, saying: "again",
      able: [.bounded, .resumable], UnforeseenLoops.comesAgainFromTheStart),
    faulty(
      "tells of a refused cancellation in a gap", breaks: 608, saying: "",
      able: [.bounded, .resumable, .sizeLimit], UnforeseenLoops.losesARefusedCancellation),
    faulty(
      "looks, and asks then whether the agent is done", breaks: 504, saying: "the end;",
      able: [.bounded, .resumable], UnforeseenLoops.looksAndThenAsks),
    faulty(
      "ends after an hour", breaks: 102, saying: "the end;",
      able: [.bounded, .resumable], UnforeseenLoops.endsAfterAnHour),
    faulty(
      "keeps the places of those who fail", breaks: 403, saying: "too many viewers",
      able: [.bounded, .resumable], UnforeseenLoops.keepsThePlacesOfTheUnlucky),
    faulty(
      "leaves the dead to a timer", breaks: 603, saying: "heartbeat",
      able: [.bounded, .resumable, .heartbeats], UnforeseenLoops.leavesTheDeadToTheTimer),
  ]

  static let unforeseenBuffers: [Sample] = [
    Sample(
      "segments between the first and the last", breaks: 102, saying: "as number",
      BufferVerification { SegmentSkippingBuffer() }),
    Sample(
      "steps that are rows by their numbers", breaks: 104, saying: "roadmap of",
      BufferVerification { StepTableBuffer() }),
    Sample(
      "epochs that are numbers", breaks: 505, saying: "the epoch b7",
      BufferVerification { NumberedEpochBuffer() }),
    Sample(
      "what is sealed between two looks", breaks: 102, saying: "viewer",
      BufferVerification { TieredBuffer(clock: $0) }),
    Sample(
      "no end in a task that is cancelled", breaks: 207, saying: "CancellationError",
      BufferVerification(name: "a pool") { PooledBuffer(refusesEnds: true) }),
    log("names as those of files", breaks: 402, saying: "a_b") {
      $0.key = { trace in
        String(trace.rawValue.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
      }
    },
    Sample(
      "a mark of what was told that outlives the run", breaks: 110, saying: "since",
      BufferVerification(name: "marked") { WakingBuffer(clock: $0, .remembersWhatItTold) }),
    Sample(
      "waiters numbered by how many there are", breaks: 110, saying: "since",
      BufferVerification(name: "counted waiters") { WakingBuffer(clock: $0, .countsWaiters) }),
    Sample(
      correct: "a pool that turns cancelled tasks away, but for ends",
      BufferVerification(name: "a patient pool") { PooledBuffer(refusesEnds: false) }),
  ]

  static let unforeseenAgents: [Sample] = [
    Sample(
      "a failure in hand at a cancellation", breaks: 207, saying: "run-a failed",
      AgentVerification(name: "failures in hand") {
        try await NotingOutcomesAgent(run: $0, stopsOthers: false).answer()
      }),
    Sample(
      "a failure that those who are stopped by it overwrite", breaks: 204, saying: "cancelled",
      AgentVerification(name: "overwritten failures") {
        try await NotingOutcomesAgent(run: $0, stopsOthers: true).answer()
      }),
    Sample(
      "a foreign cancellation of which nobody is told", breaks: 304, saying: "an end of step",
      AgentVerification { try await TrustingAgent(run: $0).answer() }),
    Sample(
      "results in the order in which they came", breaks: 305, saying: "an error of step",
      AgentVerification { try await ZippingAgent(run: $0).answer() }),
    Sample(
      correct: "what was found until a cancellation",
      AgentVerification { try await PartialAnswerAgent(run: $0).answer() }),
  ]
}
