import StatusConformance
import StatusStreaming

extension Sample {
  private static let capacity = 8
  private static let byteLimit = 32_768

  /// Buffers with a store, a cache or a time-out beside the log, and correct ones with habits of their
  /// own.
  static let habitualBuffers: [Sample] = [
    Sample(
      "nothing behind a full segment", breaks: 102, saying: "what follows #",
      BufferVerification { SegmentEdgeBuffer() }),
    Sample(
      "an absence that is remembered", breaks: 102, saying: "since the trace is there",
      BufferVerification { AbsenceCachingBuffer(clock: $0) }),
    Sample(
      "an expiry that meets the next run", breaks: 102, saying: "it throws unknownTrace",
      BufferVerification(retention: .seconds(60)) { ExpiringBuffer(clock: $0) }),
    Sample(
      "updates that the end's commit leaves out", breaks: 102, saying: "run-",
      BufferVerification { EndCommittingBuffer(clock: $0) }),
    Sample(
      correct: "traces under names of its own",
      BufferVerification { RenamingBuffer(clock: $0) }),
    Sample(
      correct: "columns and one run of bytes",
      BufferVerification(limits: .init(bytes: byteLimit)) { ColumnBuffer(limit: byteLimit) }),
    Sample(
      correct: "an append that waits for its commit",
      BufferVerification { WaitingCommitBuffer(clock: $0) }),
    Sample(
      correct: "half of a trace dropped, and everybody woken",
      BufferVerification(capacity: capacity) { HalvingBuffer(clock: $0, capacity: capacity) }),
    Sample(
      correct: "silent traces forgotten, and errors of its own",
      BufferVerification(capacity: capacity, retention: .seconds(60)) {
        SilenceForgettingBuffer(clock: $0, capacity: capacity)
      }),
  ]
}
