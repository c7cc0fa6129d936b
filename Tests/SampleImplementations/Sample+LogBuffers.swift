import StatusConformance
import StatusStreaming

extension Sample {
  private static let capacity = 8
  private static let byteLimits = StatusBuffer.Limits(bytes: 4_096)
  private static let traceLimits = StatusBuffer.Limits(traces: 3)
  private static let bothLimits = StatusBuffer.Limits(traces: 3, bytes: 16_384)

  /// Buffers as a server has them, with a habit that its own tests do not show.
  static let logBuffers: [Sample] = [
    Sample(
      "keys of three digits", breaks: 101, saying: "number 101",
      BufferVerification { PaddedKeyBuffer() }),
    Sample(
      "what a burst ends with", breaks: 102, saying: "seen by viewer 1",
      BufferVerification { GroupCommittingBuffer(clock: $0) }),
    Sample(
      "a page for as long as the count is the same", breaks: 102, saying: "reads run-",
      BufferVerification(capacity: capacity) {
        PageCachingBuffer(store: TraceStore(capacity: capacity))
      }),
    log("names cut at 64 characters", breaks: 401, saying: "alone, for its viewer 1") {
      $0.key = { String($0.rawValue.prefix(64)) }
    },
    log("an age that the end does not renew", breaks: 205, saying: "it is not held") {
      $0.endsRenew = false
    },
    log("texts that end at a zero", breaks: 104, saying: "as number") {
      $0.keeps = rewritingMessages { String(decoding: $0.utf8.prefix { $0 != 0 }, as: UTF8.self) }
    },
    log("texts of 65,535 bytes", breaks: 104, saying: "as number") {
      $0.keeps = rewritingMessages { String(decoding: $0.utf8.prefix(65_535), as: UTF8.self) }
    },
    log("a new run in the place of an old one", breaks: 104, saying: "two runs") {
      $0.replacesEnded = true
    },
    Sample(
      "gaps without an epoch", breaks: 505, saying: "events of the buffer's own epoch",
      BufferVerification(name: "gaps without an epoch", capacity: capacity) {
        var habits = LogBuffer.Habits()
        habits.gapsHaveEpoch = false
        return LogBuffer(clock: $0, capacity: capacity, epoch: "b7", habits: habits)
      }),
    log("pages of 64, whatever is asked for", breaks: 102, saying: "64 events, up to #") {
      $0.pageSize = 64
    },
    log("room for a name that is taken", breaks: 102, saying: "an answer", traceLimits) {
      $0.looksFirst = false
    },
    log("an end that makes room for itself", breaks: 609, saying: "run-1", byteLimits) {
      $0.makesRoomAfterEnds = true
    },
    Sample(
      correct: "a log with a capacity and an epoch",
      BufferVerification(name: "a log with a capacity and an epoch", capacity: capacity) {
        LogBuffer(clock: $0, capacity: capacity, epoch: "b7")
      }),
    Sample(
      correct: "a log under caps, where what has ended makes room",
      BufferVerification(
        name: "a log under caps", limits: bothLimits, counters: { $0.counters }
      ) { LogBuffer(clock: $0, limits: bothLimits) }),
    Sample(correct: "a chain from the newest on", BufferVerification { ChainBuffer(clock: $0) }),
    Sample(
      correct: "a journal of everything",
      BufferVerification(limits: bothLimits, counters: { $0.counters }) {
        JournalBuffer(limits: bothLimits)
      }),
  ]

  /// A log buffer with one habit.
  static func log(
    _ name: String, breaks rule: Int, saying message: String,
    _ limits: StatusBuffer.Limits = .none,
    _ change: @escaping @Sendable (inout LogBuffer.Habits) -> Void
  ) -> Sample {
    Sample(
      name, breaks: rule, saying: message,
      BufferVerification(name: name, limits: limits) { clock in
        var habits = LogBuffer.Habits()
        change(&habits)
        return LogBuffer(clock: clock, limits: limits, habits: habits)
      })
  }

  /// Keeps updates with another message.
  private static func rewritingMessages(
    _ rewrite: @escaping @Sendable (String) -> String
  ) -> @Sendable (StreamEvent.Payload) -> StreamEvent.Payload {
    { payload in
      guard case .update(var update) = payload else { return payload }
      update.message = update.message.map(rewrite)
      return .update(update)
    }
  }
}
