import StatusConformance
import StatusStreaming

extension Sample {
  /// Buffers that wake those who wait.
  static let wakingBuffers: [Sample] = [
    waking("a sleep for a day", saying: "when it was cancelled", .sleepsForADay),
    waking("one waiter for each place", saying: "has not returned", .keepsOneForEachPlace),
    waking("no look at what is there", saying: "when it was cancelled", .looksForNothing),
    waking("a look before the waiter is listed", saying: "since", .looksBeforeListing),
    waking("a look, a turn and a listing", saying: "since", .yieldsBeforeListing),
    Sample(
      "a number compared with a count", breaks: 110, saying: "since",
      BufferVerification(name: "counts", capacity: 8) {
        WakingBuffer(clock: $0, .comparesCounts, capacity: 8)
      }),
    waking("an end that wakes nobody", saying: "since", .endsUnheard),
    waking("a removal that wakes nobody", saying: "removes run-", .removesUnheard),
    waking("an expiry that wakes nobody", saying: "who looks again reads run-", .expiresUnheard),
    waking("the viewers of other traces woken", saying: "since", .wakesOthers),
    waking("one of several woken", saying: "since", .wakesOne),
    waking("a wait that can't be cancelled", saying: "it was cancelled", .ignoresCancellation),
    waking(
      "all waiters forgotten with one", saying: "has not returned", .forgetsAllOnCancellation),
    waking(
      "the waiters of a trace forgotten with one", saying: "has not returned",
      .forgetsTraceOnCancellation),
    waking("a waiter found by its old place", saying: "cancelled", .findsWaitersByPlace),
    waking("pauses that double up to a minute", saying: "since", .looksEverMoreSeldom),
    waking("a wait for what is gone", saying: "is not there", .waitsForWhatIsGone),
    waking("a wait in another history", saying: "counts another history", .takesAnyEpoch),
    waking("an error at the end", saying: "to wait, or to return", .throwsAtEnd),
    waking("an error before the opening", saying: "to wait, or to return", .throwsBeforeOpening),
    wakingCorrectly("a list of waiters", nil),
    wakingCorrectly("everybody woken", .wakesEverybody),
    wakingCorrectly("a wait that returns at once", .returnsAtOnce),
    wakingCorrectly("a wait that looks again and again", .polls),
  ]

  private static func waking(
    _ name: String, saying message: String, _ trait: WakingBuffer.Trait
  ) -> Sample {
    Sample(
      name, breaks: 110, saying: message,
      BufferVerification(name: name) { WakingBuffer(clock: $0, trait) })
  }

  private static func wakingCorrectly(_ name: String, _ trait: WakingBuffer.Trait?) -> Sample {
    Sample(correct: name, BufferVerification(name: name) { WakingBuffer(clock: $0, trait) })
  }

  /// Buffers that stamp their events.
  static let stampingBuffers: [Sample] = [
    stamping("a constant for a time", saying: "-7000.0 ms", .saysMinusSeven),
    stamping("times since the making", saying: "since the opening", .countsFromTheMaking),
    stamping("times since the event before", saying: "from", .countsFromTheEventBefore),
    stamping("the time of the look", saying: "from", .stampsTheLook),
    stamping("an end without a time", saying: "0.0 ms", .leavesOutTheEnd),
    stamping("a gap without a time", saying: "0.0 ms", .leavesOutGaps, capacity: 4),
    stampingCorrectly("times since the opening", nil),
    stampingCorrectly("times of whole milliseconds", .keepsMilliseconds),
    Sample(
      correct: "times of a clock of its own",
      BufferVerification(name: "times of a clock of its own") { StatusBuffer() }),
  ]

  private static func stamping(
    _ name: String, saying message: String, _ trait: StampingBuffer.Trait, capacity: Int? = nil
  ) -> Sample {
    Sample(
      name, breaks: 111, saying: message,
      BufferVerification(name: name, capacity: capacity) { clock in
        StampingBuffer(clock: clock, store: TraceStore(capacity: capacity ?? .max), trait)
      })
  }

  private static func stampingCorrectly(_ name: String, _ trait: StampingBuffer.Trait?) -> Sample {
    Sample(
      correct: name,
      BufferVerification(name: name, capacity: 8) { clock in
        StampingBuffer(clock: clock, store: TraceStore(capacity: 8), trait)
      })
  }
}
