import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// What the kit had overlooked: what is done in tasks that are cancelled, before the first event, behind
/// full pages, and when nothing else runs any more.
extension Sample {
  static let overlookedBuffers: [Sample] = [
    Sample(
      "a removal that can't wait", breaks: 104, saying: "which was removed",
      BufferVerification(name: "leaving") { LeavingBuffer(clock: $0, givesUp: true) }),
    Sample(
      "no removal in a task that is cancelled", breaks: 104, saying: "which was removed",
      BufferVerification { CheckingBuffer() }),
    Sample(
      "an update that is refused and stored", breaks: 104, saying: "",
      BufferVerification { StoringFirstBuffer() }),
    Sample(
      "a name that nobody has and nobody gets", breaks: 102, saying: "nothing has its id",
      BufferVerification { ReservingNamesBuffer() }),
    Sample(
      "a limit of zero that is none", breaks: 103, saying: "no more than 0 events",
      BufferVerification { ZeroLimitBuffer() }),
    Sample(
      "full pages that outlive their run", breaks: 104, saying: "",
      BufferVerification { FullPageBuffer() }),
    Sample(
      "a look whether a name is taken, and an opening", breaks: 104, saying: "must not share an id",
      BufferVerification { LookingBuffer(clock: $0) }),
    Sample(
      "full blocks that outlive their run", breaks: 104, saying: "",
      BufferVerification { FullBlockBuffer() }),
    Sample(
      "a full page that is followed by itself", breaks: 103, saying: "",
      BufferVerification { LastPageBuffer() }),
    Sample(
      "an empty store for a run that is alone", breaks: 205, saying: "",
      BufferVerification { StartingAnewBuffer() }),
    Sample(
      correct: "a removal that takes its time",
      BufferVerification(name: "leaving in time") { LeavingBuffer(clock: $0, givesUp: false) }),
  ]

  static let overlookedDeliveries: [Sample] = [
    faulty(
      "waits for the first event, cancelled or not", breaks: 604, saying: "after it was cancelled",
      able: [.bounded, .resumable], OverlookedLoops.waitsForTheFirst),
    faulty(
      "ends what was not begun", breaks: 604, saying: "no write to begin",
      able: [.bounded, .resumable], OverlookedLoops.endsTheUntouched),
    faulty(
      "goes on after the newest when it was cancelled", breaks: 403, saying: "",
      able: [.bounded, .resumable], OverlookedLoops.keepsTheNewest),
    faulty(
      "goes back behind full pages", breaks: 103, saying: "each update once",
      able: [.bounded, .resumable], OverlookedLoops.goesBackBehindFullPages),
    faulty(
      "leaves out a page behind a full one", breaks: 105, saying: "after #",
      able: [.bounded, .resumable], OverlookedLoops.leavesAPageOut),
    faulty(
      "halves its pages to nothing", breaks: 102, saying: "the end;",
      able: [.bounded, .resumable], OverlookedLoops.halvesToNothing),
    faulty(
      "begins anew when the first read fails", breaks: 501, saying: "",
      able: [.bounded, .resumable], OverlookedLoops.beginsAnew),
    faulty(
      "writes down who has gone", breaks: 403, saying: "too many viewers",
      able: [.bounded, .resumable], OverlookedLoops.writesDownWhoHasGone),
    faulty(
      "takes the removed for ended", breaks: 206, saying: "its trace was removed before",
      able: [.bounded, .resumable], OverlookedLoops.takesTheRemovedForEnded),
    Sample(
      "ignores how a monitor has ended", breaks: 206, saying: "its trace was removed before",
      DeliveryVerification(
        name: "ignored endings", capabilities: [.bounded, .resumable, .heartbeats, .sizeLimit],
        sendTimeout: ClosingLoops.timeout, OverlookedLoops.ignoresTheEnding)),
    correct(
      "a race with the cancellation", able: [.bounded, .resumable], OverlookedLoops.racesTheFirst),
    correct(
      "pages, again at once behind a full one", able: [.bounded, .resumable],
      OverlookedLoops.goesOnBehindFullPages),
    correct(
      "a place that is given back anyway", able: [.bounded, .resumable],
      OverlookedLoops.givesThePlaceBackAnyway),
    correct(
      "one by one, however long each takes", able: [.bounded, .resumable, .heartbeats],
      OverlookedLoops.sendsOneByOne),
  ]

  static let overlookedSinks: [Sample] = [
    leaving("is over when all that have begun have ended", breaks: 401, .whenAllHaveEnded),
    leaving("is over with the trace that began last", breaks: 401, .whenTheLastHasEnded),
    Sample(
      "counts an event too many for 64 KiB", breaks: 106, saying: "",
      SinkVerification(
        name: "gathering", capabilities: [.bounded],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { GatheringSink($0) }),
    Sample(
      "says goodbye where nothing was said", breaks: 104, saying: "",
      SinkVerification(
        name: "goodbye", decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { GoodbyeSink($0) }),
    Sample(
      correct: "lines of several runs until it is closed",
      SinkVerification(name: "lines until the close", decoder: { JSONLinesStatusDecoder() }) {
        LeavingLineSink($0, .whenClosed)
      }),
    Sample(
      "heartbeats until the first of several traces ends", breaks: 711, saying: "no write",
      SinkVerification(
        name: "beats until an end", capabilities: [.bounded, .heartbeats],
        decoder: { BeatingLinesDecoder() }
      ) { ClosureSink.beatingLines($0, untilFirstEnd: true) }),
    Sample(
      correct: "heartbeats as long as any trace is open",
      SinkVerification(
        name: "beats until all ends", capabilities: [.bounded, .heartbeats],
        decoder: { BeatingLinesDecoder() }
      ) { ClosureSink.beatingLines($0, untilFirstEnd: false) }),
  ]

  private static func leaving(
    _ name: String, breaks rule: Int, _ habit: LeavingLineSink.Habit
  ) -> Sample {
    Sample(
      name, breaks: rule, saying: "",
      SinkVerification(name: name, decoder: { JSONLinesStatusDecoder() }) {
        LeavingLineSink($0, habit)
      })
  }

  static let overlookedAgents: [Sample] = [
    Sample(
      "a cancellation between the work and the end", breaks: 201,
      saying: "none; the agent returned",
      AgentVerification { try await HesitatingAgent(run: $0).answer() }),
    Sample(
      "no end in a task that is cancelled, by an agent", breaks: 207, saying: "no terminal event",
      AgentVerification(name: "asks first") {
        try await BorrowingAgent(run: $0, asksFirst: true).answer()
      }),
    Sample(
      correct: "an end in a task that is cancelled",
      AgentVerification(name: "asks nobody") {
        try await BorrowingAgent(run: $0, asksFirst: false).answer()
      }),
  ]

  static let overlookedPipelines: [Sample] = [
    counting("is done when no run is left", breaks: 102, saying: "", .endsWithoutRuns),
    counting("stops a run that nobody views", breaks: 102, saying: "", .stopsWithoutViewers),
    counting(
      "writes 16 KiB of what is there", breaks: 104, saying: "", .writesSixteenKibibytes),
    Sample(correct: "counts runs and viewers", counting("counting", .none)),
  ]

  private static func counting(
    _ name: String, breaks rule: Int, saying message: String,
    _ conclusion: CountingPipeline.Conclusion
  ) -> Sample {
    Sample(name, breaks: rule, saying: message, counting(name, conclusion))
  }

  private static func counting(
    _ name: String, _ conclusion: CountingPipeline.Conclusion
  ) -> any Verification {
    PipelineVerification(
      profile: .eventStream(.resumable), name: name, capabilities: [.resumable]
    ) { run in
      CountingPipeline(on: run, conclusion).underTest
    }
  }
}
