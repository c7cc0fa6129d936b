import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// What shows in a few moments alone: with texts that are equal but for their bytes, after hours, at
/// one number, or where two limits meet; and what is right, and meets the limits of what is judged.
extension Sample {
  private static let capacity = 8
  private static let byteLimits = StatusBuffer.Limits(bytes: 16_384)

  static let othersInRareMoments: [Sample] = [
    Sample(
      "a removal of all that begins alike", breaks: 102, saying: "it throws unknownTrace",
      BufferVerification { PrefixRemovingBuffer() }),
    Sample(
      "texts that are equal, but not in their bytes", breaks: 104, saying: "Cafe\\u{301}",
      BufferVerification { InterningBuffer() }),
    Sample(
      "an early answer to who has the end", breaks: 505, saying: "the buffer has the epoch b7",
      BufferVerification { EarlyAnswerBuffer() }),
    Sample(
      "times of four bytes", breaks: 111, saying: "from",
      BufferVerification(name: "times of four bytes", retention: .seconds(86_400)) {
        StampingBuffer(clock: $0, .keepsFourBytes)
      }),
    Sample(
      "bytes that the capacity does not give back", breaks: 610, saying: "",
      BufferVerification(
        name: "bytes that the capacity does not give back", capacity: capacity, limits: byteLimits
      ) {
        var habits = LogBuffer.Habits()
        habits.dropsGiveBack = false
        return LogBuffer(clock: $0, capacity: capacity, limits: byteLimits, habits: habits)
      }),
    Sample(
      correct: "an agent that can't be stopped",
      AgentVerification { try await StubbornAgent(run: $0).answer() }),
  ]

  static let sinksInRareMoments: [Sample] = [
    // A duration that is formatted for people is rounded.
    Sample(
      "times that are rounded, not cut", breaks: 104, saying: " ms",
      SinkVerification(
        name: "rounded times", decoder: { TerminalStatusDecoder(showsTimes: true) }
      ) {
        ClosureSink(TerminalEncoder(showsTimes: true), $0) { sink in
          sink.change = { event in
            let (seconds, attoseconds) = event.time.components
            let rounded = (attoseconds + 500_000_000_000_000) / 1_000_000_000_000_000
            event.time = .seconds(seconds) + .milliseconds(rounded)
          }
        }
      }),
    Sample(
      "times that count from the second event", breaks: 104, saying: " at 0 ms",
      SinkVerification(name: "times from the second", decoder: { JSONLinesStatusDecoder() }) {
        ClosureSink(JSONLinesEncoder(), $0) { sink in
          var first: Duration?
          sink.change = { event in
            if event.sequence.rawValue > 1, first == nil { first = event.time }
            event.time -= first ?? .zero
          }
        }
      }),
    eventStream("a plan remembered by its numbers and states", breaks: 104, saying: "roadmap of") {
      var known: [RoadmapStep] = []
      $0.change = { event in
        guard case .update(var update) = event.payload, let plan = update.roadmap else { return }
        if !plan.elementsEqual(known, by: { $0.id == $1.id && $0.status == $1.status }) {
          known = plan
        }
        update.roadmap = known
        event.payload = .update(update)
      }
    },
    Sample(
      "what is gathered during a timer's write is thrown away", breaks: 102, saying: "run-",
      SinkVerification(name: "timed flushes", decoder: { JSONLinesStatusDecoder() }) {
        TimedFlushSink(wire: $0)
      }),
    Sample(
      "a batch that breaks off in silence", breaks: 603, saying: "which threw",
      SinkVerification(
        name: "partial batches", capabilities: [.bounded],
        decoder: { JSONLinesStatusDecoder() }
      ) { PartialBatchSink($0) }),
    Sample(
      correct: "lines of JSON of two kilobytes",
      SinkVerification(
        name: "two kilobytes", capabilities: [.bounded, .sizeLimit], sizeLimit: 2_048,
        decoder: { JSONLinesStatusDecoder() }
      ) { EncodingSink(encoder: JSONLinesEncoder(maximumLineSize: 2_048), writer: $0) }),
    // Strings of one letter, composed or not, are equal, and so are keys.
    eventStream("texts that are remembered by canonical equivalence", breaks: 104, saying: "") {
      var known: [String: String] = [:]
      func remembered(_ text: String) -> String {
        if let text = known[text] { return text }
        known[text] = text
        return text
      }
      $0.change = { event in
        guard case .update(var update) = event.payload else { return }
        update.message = update.message.map(remembered)
        update.roadmap = update.roadmap?.map { step in
          var step = step
          step.name = remembered(step.name)
          step.description = remembered(step.description)
          return step
        }
        event.payload = .update(update)
      }
    },
    Sample(
      correct: "netstrings of hexadecimal digits, each write a task",
      SinkVerification(
        name: "netstrings", capabilities: [.bounded, .sizeLimit, .batches],
        sizeLimit: 4_096, decoder: { NetstringDecoder() }
      ) { NetstringSink($0, limit: 4_096) }),
  ]

  static let deliveriesInRareMoments: [Sample] = [
    faulty(
      "gives up after five minutes", breaks: 102, saying: "the end;",
      able: [.bounded, .resumable], ShortsightedLoops.givesUpAfterFiveMinutes),
    faulty(
      "looks for the end behind pages that are not full", breaks: 206, saying: "to return after",
      able: [.bounded, .resumable], PlaceLosingLoops.looksBehindPagesThatAreNotFull),
    faulty(
      "goes on with a number of any history", breaks: 501, saying: "otherEpoch",
      able: [.bounded, .resumable], PlaceLosingLoops.forgetsTheHistory),
    faulty(
      "counts what it sends", breaks: 502, saying: "",
      able: [.bounded, .resumable], PlaceLosingLoops.countsWhatItSends),
    faulty(
      "counts all refusals in each gap", breaks: 607, saying: "gap, 2 lost",
      able: [.bounded, .resumable, .sizeLimit], PlaceLosingLoops.countsAllRefusals),
    faulty(
      "closes at the moment of a cancellation", breaks: 108, saying: "a close",
      able: [.bounded, .resumable], PlaceLosingLoops.closesAtOnce),
    Sample(
      "gives a page the time of a send", breaks: 614, saying: "to be waited for",
      DeliveryVerification(
        name: "timed pages", capabilities: [.bounded, .resumable],
        sendTimeout: ClosingLoops.timeout, PlaceLosingLoops.timesAPage)),
    faulty(
      "shares the reads of who came first", breaks: 403, saying: "CancellationError",
      able: [.bounded, .resumable], MisjudgingLoops.sharesReads),
    Sample(
      correct: "shares the reads of the server, and tells of their failures in its own words",
      DeliveryVerification(
        name: "shared server reads", capabilities: [.bounded, .resumable],
        MisjudgingLoops.sharesServerReads)),
    Sample(
      "takes a batch that came too late for sent", breaks: 614, saying: "took too long",
      DeliveryVerification(
        name: "late batches",
        capabilities: [.bounded, .resumable, .heartbeats, .sizeLimit, .closing],
        sendTimeout: ClosingLoops.timeout, RacingLoop.takesLateForSent)),
  ]
}
