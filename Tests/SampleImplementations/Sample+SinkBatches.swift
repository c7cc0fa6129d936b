import GoldenTranscripts
import StatusConformance
import StatusStreaming

extension Sample {
  private static func batches(
    _ name: String, breaks rule: Int, saying message: String,
    able capabilities: Set<ConformanceCapability> = [.bounded],
    _ configure: @escaping @Sendable (inout BatchClosureSink<JSONLinesEncoder>) -> Void
  ) -> Sample {
    Sample(
      name, breaks: rule, saying: message,
      SinkVerification(
        name: name, capabilities: capabilities, decoder: { JSONLinesStatusDecoder() }
      ) { BatchClosureSink(JSONLinesEncoder(), $0, configure) })
  }

  /// An event stream that refuses what is larger than 4,096 bytes.
  private static func limited<Sink: StatusSink>(
    _ name: String, breaks rule: Int, saying message: String,
    _ make: @escaping @Sendable (Wire) -> Sink
  ) -> Sample {
    Sample(name, breaks: rule, saying: message, limited(name, make))
  }

  private static func limited<Sink: StatusSink>(
    _ name: String, _ make: @escaping @Sendable (Wire) -> Sink
  ) -> some Verification {
    SinkVerification(
      name: name, capabilities: [.bounded, .sizeLimit], sizeLimit: 4_096,
      decoder: { EventStreamStatusDecoder(profile: .resumable) }, makeSink: make)
  }

  /// Events that are there together, and events that are refused.
  static let sinksOfBatches: [Sample] = [
    batches("half of a batch taken for all of it", breaks: 102, saying: "run-1 ") {
      $0.share = { ($0 + 1) / 2 }
      $0.answer = { _, offered in offered }
    },
    batches("a batch of which the first is counted", breaks: 103, saying: "each update once") {
      $0.answer = { _, _ in 1 }
    },
    batches("a batch that is written and not counted", breaks: 103, saying: "each update once") {
      $0.answer = { _, _ in 0 }
    },
    batches("no events are accepted", breaks: 109, saying: "it returned 0") {
      $0.share = { _ in 0 }
    },
    batches("a negative number for a failure", breaks: 109, saying: "it returned -1") {
      $0.share = { _ in 0 }
      $0.answer = { _, _ in -1 }
    },
    batches("one more than there are", breaks: 109, saying: "to return 1") {
      $0.answer = { written, _ in written + 1 }
    },
    batches("a batch counted by the largest number", breaks: 109, saying: "\(Int.max)") {
      $0.answer = { _, _ in .max }
    },
    batches(
      "one event of each batch", breaks: 605, saying: "it returned 1", able: [.bounded, .batches]
    ) {
      $0.share = { _ in 1 }
    },
    batches(
      "a batch in pieces", breaks: 605, saying: "writes", able: [.bounded, .batches]
    ) {
      $0.pieceSize = 200
    },
    Sample(
      "a write for each event of a batch", breaks: 605, saying: "one write for send(contentsOf:",
      SinkVerification(
        name: "scattering", capabilities: [.bounded, .batches, .sizeLimit], sizeLimit: 4_096,
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { RefusingBatchSink($0, RefusingBatchSink.scattered) }),
    limited("an opening that a refusal takes away", breaks: 712, saying: "the retry time 3000") {
      HastyOpeningSink($0)
    },
    limited("a number that a refusal takes", breaks: 712, saying: "as without it") {
      HastyNumberSink($0)
    },
    limited("an apology for a refusal", breaks: 712, saying: "a heartbeat") {
      ApologizingSink($0)
    },
    limited("a batch that is written and refused", breaks: 713, saying: "each update once") {
      RefusingBatchSink($0, RefusingBatchSink.writesAndThrows)
    },
    limited("a refusal that nobody is told of", breaks: 713, saying: "xxx") {
      RefusingBatchSink($0, RefusingBatchSink.leavesOut)
    },
    limited("a refused batch that is written later", breaks: 713, saying: "") {
      RefusingBatchSink($0, RefusingBatchSink.keepsForLater)
    },
    limited("a refused event that is counted", breaks: 713, saying: "xxx") {
      RefusingBatchSink($0, RefusingBatchSink.countsTheRefused)
    },
    Sample(
      correct: "a sink that takes half of a batch",
      SinkVerification(
        capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) {
        BatchClosureSink(EventStreamEncoder(profile: .resumable), $0) {
          $0.share = { ($0 + 1) / 2 }
        }
      }),
    Sample(
      correct: "a sink that takes one event of a batch",
      SinkVerification(
        capabilities: [.bounded, .heartbeats], decoder: { WebSocketStatusDecoder() }
      ) { BatchClosureSink(WebSocketStatusEncoder(), $0) { $0.share = { _ in 1 } } }),
    Sample(
      correct: "a sink that takes a batch whole, and refuses at a limit",
      SinkVerification(
        capabilities: [.bounded, .sizeLimit, .batches], sizeLimit: 4_096,
        decoder: { JSONLinesStatusDecoder() }
      ) { BatchClosureSink(JSONLinesEncoder(maximumLineSize: 4_096), $0) }),
    Sample(
      correct: "a sink that refuses a batch whole",
      limited("whole or nothing") {
        RefusingBatchSink($0, RefusingBatchSink.wholeOrNothing)
      }),
  ]
}
