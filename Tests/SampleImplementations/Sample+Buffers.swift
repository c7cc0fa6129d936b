import StatusConformance
import StatusStreaming

extension Sample {
  /// Buffers, faulty and correct.
  public static let buffers: [Sample] =
    disorderedBuffers + misnumberedBuffers + endedBuffers + sharedBuffers + boundedBuffers
    + cappedBuffers + buffersInWorlds + logBuffers + habitualBuffers + wakingBuffers
    + stampingBuffers + correctBuffers

  private static let capacity = 8

  private static var ring: TraceStore { TraceStore(capacity: capacity) }

  private static let disorderedBuffers: [Sample] = [
    Sample(
      "numbers of a real clock", breaks: 100, saying: "the same run for the same choices",
      BufferVerification { RealClockNumberedBuffer() }),
    Sample(
      "newest first", breaks: 101, saying: "the order in which the agent appended",
      BufferVerification { NewestFirstBuffer() }),
    Sample(
      "numbers sorted as text", breaks: 101, saying: "the order in which the agent appended",
      BufferVerification { TextKeyedBuffer() }),
    Sample(
      "a copy that is put back late", breaks: 102, saying: "seen by viewer 1",
      BufferVerification { CopyingBuffer() }),
    Sample(
      "reading removes", breaks: 102, saying: "seen by viewer 2",
      BufferVerification { QueueBuffer() }),
    Sample(
      "one position for all viewers", breaks: 102, saying: "seen by viewer 2",
      BufferVerification { SharedPositionBuffer() }),
    Sample(
      "the limit before the cursor", breaks: 102, saying: "seen by viewer 1",
      BufferVerification { LimitFirstBuffer() }),
    Sample(
      "equal updates merged", breaks: 102, saying: "seen by viewer",
      BufferVerification { DeduplicatingBuffer() }),
    Sample(
      "a number before its update", breaks: 102, saying: "seen by viewer",
      BufferVerification { ReservingBuffer() }),
    Sample(
      "inclusive cursor", breaks: 103, saying: "each update once",
      BufferVerification { InclusiveBuffer() }),
    Sample(
      "an old run under a used id", breaks: 104, saying: "nothing of the first run",
      BufferVerification { ReplayingBuffer() }),
    Sample(
      "two runs under one id", breaks: 104, saying: "two runs must not share an id",
      BufferVerification { JoiningBuffer() }),
    Sample(
      "an empty message for none", breaks: 104, saying: "what was emitted alone",
      BufferVerification { CompletingBuffer() }),
    Sample(
      "storage behind memory", breaks: 107, saying: "the order in which viewer",
      BufferVerification { WriteBehindBuffer() }),
  ]

  private static let misnumberedBuffers: [Sample] = [
    Sample(
      "numbers of a clock", breaks: 105, saying: "number 1 as the first number",
      BufferVerification { ClockNumberedBuffer(clock: $0) }),
    Sample(
      "numbers from 0 on", breaks: 105, saying: "number 1 as the first number",
      BufferVerification { ZeroBasedBuffer() }),
    Sample(
      "one counter for all traces", breaks: 105, saying: "number",
      BufferVerification { OneCounterBuffer() }),
    Sample(
      "a second run numbered on", breaks: 105, saying: "number 1 as the first number",
      BufferVerification { ContinuingBuffer() }),
    Sample(
      "numbers within a batch", breaks: 105, saying: "after number",
      BufferVerification { BatchNumberedBuffer() }),
    Sample(
      "the append returns the number before", breaks: 105,
      saying: "the append to return the number of its event, 1",
      BufferVerification { LaggingBuffer() }),
    Sample(
      "a number that two writers get", breaks: 105, saying: "after number",
      BufferVerification { LookingUpBuffer() }),
  ]

  private static let endedBuffers: [Sample] = [
    Sample(
      "no terminal event", breaks: 201, saying: "the terminal event",
      BufferVerification { EndlessBuffer() }),
    Sample(
      "a full trace that can't end", breaks: 201, saying: "full: trace",
      BufferVerification(capacity: capacity) { FullBuffer(capacity: capacity) }),
    Sample(
      "two ends at once", breaks: 201, saying: "one of two ends",
      BufferVerification { TwoEndsBuffer() }),
    Sample(
      "a second end", breaks: 201, saying: "one of two ends",
      BufferVerification { LastEndBuffer() }),
    Sample(
      "the same end twice", breaks: 202, saying: "since the trace has ended",
      BufferVerification { RepeatableEndBuffer() }),
    Sample(
      "updates after the end", breaks: 202, saying: "an error, since the trace has ended",
      BufferVerification { ReopeningBuffer() }),
    Sample(
      "updates after the end are refused and kept", breaks: 202,
      saying: "nothing after run-a #", BufferVerification { KeepingBuffer() }),
    Sample(
      "updates after the end vanish", breaks: 202, saying: "an error, since the trace has ended",
      BufferVerification { SwallowingBuffer() }),
    Sample(
      "a lock released between check and append", breaks: 203,
      saying: "the terminal event after all updates", BufferVerification { OvertakenBuffer() }),
    Sample(
      "a failure told as a success", breaks: 204, saying: "the log server is down",
      BufferVerification { OptimisticBuffer() }),
    Sample(
      "a cancellation told as a failure", breaks: 207, saying: "failed \"the user has gone",
      BufferVerification { TwoEndingsBuffer() }),
    Sample(
      "cleared at the end", breaks: 205, saying: "seen by a",
      BufferVerification { ClearingBuffer() }),
  ]

  private static let sharedBuffers: [Sample] = [
    Sample(
      "one list for all traces", breaks: 401, saying: "events of run-a alone",
      BufferVerification { OneListBuffer() }),
    Sample(
      "one current trace", breaks: 401, saying: "events of run-b alone",
      BufferVerification { CurrentTraceBuffer() }),
    Sample(
      "one cursor for all traces", breaks: 402, saying: "viewer 1 reads run-",
      BufferVerification { GlobalCursorBuffer() }),
    Sample(
      "no limit", breaks: 501, saying: "at most", BufferVerification { UnlimitedBuffer() }),
    Sample(
      "a number ahead starts anew", breaks: 501, saying: "since the newest number is",
      BufferVerification { RestartingBuffer() }),
    Sample(
      "the number of any history", breaks: 505, saying: "an error, since the buffer has no epoch",
      BufferVerification { EpochBlindBuffer() }),
    Sample(
      "a number without an epoch", breaks: 505, saying: "since the buffer has the epoch b7",
      BufferVerification { LenientEpochBuffer() }),
    Sample(
      "an epoch that no event has", breaks: 505, saying: "events of the epoch b7",
      BufferVerification { SilentEpochBuffer() }),
  ]

  private static let boundedBuffers: [Sample] = [
    Sample(
      "a gap of all that was dropped", breaks: 502, saying: "a gap of",
      BufferVerification(capacity: capacity) { TotalGapBuffer(store: ring) }),
    Sample(
      "a gap at every read", breaks: 502, saying: "viewer",
      BufferVerification(capacity: capacity) { RepeatedGapBuffer(store: ring) }),
    Sample(
      "a gap beyond the limit", breaks: 501, saying: "no more than",
      BufferVerification(capacity: capacity) { ExtraGapBuffer(store: ring) }),
    Sample(
      "a number that is gone is unknown", breaks: 502, saying: "an answer",
      BufferVerification(capacity: capacity) { ForgettingNumbersBuffer(store: ring) }),
    Sample(
      "one more than is said", breaks: 601, saying: "9 updates of",
      BufferVerification(capacity: capacity) {
        RingBuffer(store: TraceStore(capacity: capacity + 1))
      }),
    Sample(
      "no bound", breaks: 601, saying: "at most 8 updates",
      BufferVerification(capacity: capacity) { LockedBuffer() }),
    Sample(
      "a silent ring", breaks: 602, saying: "a gap of",
      BufferVerification(capacity: capacity) { SilentRingBuffer(store: ring) }),
    Sample(
      "an error instead of a gap", breaks: 602, saying: "an answer",
      BufferVerification(capacity: capacity) { RejectingRingBuffer(store: ring) }),
    Sample(
      "a gap in the place of an update", breaks: 602, saying: "everything up to number",
      BufferVerification(capacity: capacity) { CrowdedGapBuffer(store: ring) }),
    Sample(
      "a gap that does not count", breaks: 602, saying: "a gap of",
      BufferVerification(capacity: capacity) { VagueGapBuffer(store: ring) }),
  ]

  private static let limits = StatusBuffer.Limits(traces: 4, bytes: 16_384)

  private static func capped(
    _ name: String, breaks rule: Int, saying message: String, _ flaw: CappedBuffer.Flaw,
    capacity: Int? = nil
  ) -> Sample {
    Sample(
      name, breaks: rule, saying: message,
      BufferVerification(
        name: name, capabilities: capacity == nil ? [.resumable] : [], capacity: capacity,
        limits: limits, counters: { $0.counters }
      ) { CappedBuffer(limits: limits, capacity: capacity ?? .max, flaw) })
  }

  private static let cappedBuffers: [Sample] = [
    capped(
      "a number for what is refused", breaks: 609, saying: "since what was refused takes none",
      .numbersBeforeTheCheck, capacity: capacity),
    capped(
      "a number for bytes too many", breaks: 609, saying: "since what was refused takes none",
      .numbersBeforeTheCheck),
    capped(
      "a refused trace that is held", breaks: 609, saying: "extra-", .holdsWhatIsRefused),
    capped("a refused update that is kept", breaks: 609, saying: "number", .keepsWhatIsRefused),
    capped("no room for the end", breaks: 609, saying: "tooManyBytes", .refusesTheEnd),
    capped("one too many", breaks: 610, saying: "the limit", .checksTooLate),
    capped("fewer traces than said", breaks: 610, saying: "traces are held", .isStingy),
    capped(
      "a cap for open traces alone", breaks: 610, saying: "one of the traces that have ended to go",
      .countsOpenTracesAlone),
    capped("one error for all", breaks: 610, saying: "a BufferError with the code", .knowsOneError),
    capped(
      "a full trace that is unknown", breaks: 610, saying: "a BufferError with the code full",
      .knowsOneError, capacity: capacity),
    capped("removals that do not count", breaks: 611, saying: "was removed", .forgetsRemovals),
    capped(
      "removals that do not count behind an end", breaks: 611, saying: "was removed",
      .forgetsRemovalsOfEnded),
    capped("bytes that are never given back", breaks: 611, saying: "was removed", .keepsBytes),
    capped(
      "bytes of what is refused", breaks: 611, saying: "was removed", .countsRefusedBytes),
    capped(
      "bytes counted in characters", breaks: 610, saying: "bytes; the limit", .countsCharacters),
    capped("open when it has ended", breaks: 612, saying: "open traces", .countsEndedAsOpen),
    capped("misuse counted as a refusal", breaks: 612, saying: "refused traces", .countsMisuse),
    capped("refusals that are not counted", breaks: 612, saying: "refused", .countsNoRefusals),
  ]

  private static let correctBuffers: [Sample] = [
    Sample(
      correct: "a buffer with caps",
      BufferVerification(limits: limits, counters: { $0.counters }) {
        CappedBuffer(limits: limits)
      }),
    Sample(
      correct: "a buffer with caps that refuses what a trace does not take",
      BufferVerification(
        name: "refusing traces under caps", capacity: 12, limits: .init(traces: 5, bytes: 24_000),
        counters: { $0.counters }
      ) { CappedBuffer(limits: .init(traces: 5, bytes: 24_000), capacity: 12) }),
    Sample(
      correct: "StatusBuffer with caps",
      BufferVerification(
        name: "StatusBuffer with caps", capacity: capacity, limits: .init(traces: 4),
        counters: { $0.counters }
      ) {
        StatusBuffer(
          configuration: .init(capacity: capacity, overflow: .refuse, limits: .init(traces: 4)),
          clock: $0)
      }),
    Sample(
      correct: "StatusBuffer with a cap on bytes",
      BufferVerification(
        name: "StatusBuffer with a cap on bytes", limits: limits, counters: { $0.counters }
      ) { StatusBuffer(configuration: .init(limits: limits), clock: $0) }),
    Sample(correct: "StatusBuffer", BufferVerification { StatusBuffer(clock: $0) }),
    Sample(
      correct: "StatusBuffer with an epoch",
      BufferVerification(name: "StatusBuffer with an epoch") { clock in
        StatusBuffer(configuration: .init(epoch: "b7"), clock: clock)
      }),
    Sample(correct: "epoch", BufferVerification { EpochBuffer() }),
    Sample(
      correct: "StatusBuffer that drops",
      BufferVerification(name: "StatusBuffer that drops", capacity: capacity) {
        StatusBuffer(configuration: .init(capacity: capacity), clock: $0)
      }),
    Sample(
      correct: "StatusBuffer that refuses",
      BufferVerification(name: "StatusBuffer that refuses", capacity: capacity) {
        StatusBuffer(configuration: .init(capacity: capacity, overflow: .refuse), clock: $0)
      }),
    Sample(correct: "an actor with arrays", BufferVerification { ArrayBuffer() }),
    Sample(correct: "a lock around records", BufferVerification { LockedBuffer() }),
    Sample(correct: "one list with an index", BufferVerification { IndexedListBuffer() }),
    Sample(
      correct: "a ring with gaps",
      BufferVerification(capacity: capacity) { RingBuffer(store: ring) }),
  ]
}
