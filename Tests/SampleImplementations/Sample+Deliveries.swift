import StatusConformance

extension Sample {
  /// Delivery loops, faulty and correct ones.
  public static let deliveries: [Sample] =
    seedDocumentDeliveries + orderDeliveries + endingDeliveries + cancelledDeliveries
    + sharedDeliveries
    + pressureDeliveries + batchDeliveries + refusalDeliveries + closingDeliveries
    + correctDeliveries + deliveriesInWorlds + deliveriesOfServers + rareDeliveries
    + deliveriesOfOutsiders + deliveriesInRareMoments + unforeseenDeliveries

  typealias Loop = @Sendable (DeliveryRun) async throws -> Void

  static func faulty(
    _ name: String, breaks rule: Int, saying message: String,
    able capabilities: Set<ConformanceCapability> = [.bounded], readAhead: Int = 64,
    _ loop: @escaping Loop
  ) -> Sample {
    Sample(
      name, breaks: rule, saying: message,
      DeliveryVerification(
        name: name, capabilities: capabilities, readAhead: readAhead, loop))
  }

  static func correct(
    _ name: String, able capabilities: Set<ConformanceCapability>, _ loop: @escaping Loop
  ) -> Sample {
    Sample(correct: name, DeliveryVerification(name: name, capabilities: capabilities, loop))
  }

  private static let seedDocumentDeliveries: [Sample] = [
    faulty(
      "cancels the loop when the agent returns", breaks: 102, saying: "closure returned",
      SeedDocumentLoops.cancelledAtReturn),
    faulty(
      "moves the counter to the length after the sends", breaks: 102, saying: "run-1 thinking",
      SeedDocumentLoops.counterAfterSends),
    faulty(
      "moves the cursor of one trace where two have changed", breaks: 103,
      saying: "each update once", SeedDocumentLoops.cursorOfLastTrace),
    faulty(
      "knows no end", breaks: 201, saying: "the terminal event, run-1 complete",
      SeedDocumentLoops.streamWithoutEnd),
    faulty(
      "makes the terminal event of the agent's answer", breaks: 204,
      saying: "one failed terminal event", SeedDocumentLoops.endOfTheAnswer),
  ]

  private static let orderDeliveries: [Sample] = [
    faulty(
      "looks at random moments", breaks: 100, saying: "the same run for the same choices",
      CarelessLoops.jitter),
    faulty(
      "starts a task for each send", breaks: 101, saying: "the order of emission",
      OverlappingLoops.taskPerSend),
    faulty(
      "sends a part of a batch", breaks: 102, saying: "after", CursorLoops.limitWithoutRest),
    faulty(
      "runs two loops on one sink", breaks: 103, saying: "each update once",
      OverlappingLoops.twoLoops),
    faulty(
      "greets the viewer", breaks: 104, saying: "Connected", CarelessLoops.greeting),
    faulty(
      "takes the position for the number", breaks: 105, saying: "after #",
      CursorLoops.positionAsNumber),
    faulty(
      "numbers the end", breaks: 105, saying: "for the terminal event", EndingLoops.numbersTheEnd),
    faulty(
      "sends the newest on cancellation", breaks: 106, saying: "after",
      CarelessLoops.newestOnCancellation),
    faulty(
      "sends the end on cancellation", breaks: 604, saying: "no write to begin",
      CarelessLoops.endOnCancellation),
    faulty(
      "shows later viewers the newest first", breaks: 107, saying: "both viewers",
      OverlappingLoops.newestFirstForLaterViewers),
    faulty(
      "beats from a task of its own", breaks: 108, saying: "a heartbeat",
      able: [.bounded, .heartbeats], OverlappingLoops.beatsFromAside),
  ]

  private static let endingDeliveries: [Sample] = [
    faulty(
      "ends at an empty read", breaks: 102, saying: "closure returned",
      EndingLoops.endsWhenEmpty),
    faulty(
      "ends with the agent", breaks: 102, saying: "closure returned",
      EndingLoops.endsWithTheAgent),
    faulty("ends twice", breaks: 201, saying: "one terminal event", EndingLoops.endsTwice),
    faulty(
      "beats after the end", breaks: 202, saying: "a heartbeat", able: [.bounded, .heartbeats],
      EndingLoops.beatsAfterTheEnd),
    faulty(
      "counts what was lost after the end", breaks: 202, saying: "gap, 0 lost",
      EndingLoops.countsAfterTheEnd),
    faulty(
      "closes too soon", breaks: 202, saying: "nothing after a close\nthe send of",
      EndingLoops.closesTooSoon),
    faulty("closes twice", breaks: 202, saying: "nothing after a close", EndingLoops.closesTwice),
    faulty(
      "sends the end first", breaks: 203, saying: "the terminal event after all updates",
      EndingLoops.urgentFirst),
    faulty(
      "waits for a change", breaks: 205, saying: "long after the agent had ended",
      EndingLoops.waitsForAChange),
    faulty(
      "never ends", breaks: 206, saying: "to return after the send of",
      able: [.bounded, .resumable], EndingLoops.neverEnds),
  ]

  private static let cancelledDeliveries: [Sample] = [
    faulty(
      "stops with the agent", breaks: 207, saying: "no terminal event",
      EndingLoops.stopsWithTheAgent),
    faulty(
      "leaves cancellations out", breaks: 207, saying: "one cancelled terminal event",
      EndingLoops.leavesCancellationsOut),
  ]

  private static let sharedDeliveries: [Sample] = [
    faulty(
      "shows every trace", breaks: 401, saying: "events of run-1 alone",
      CarelessLoops.everyTrace),
    faulty(
      "takes a number for a position among all traces", breaks: 402,
      saying: "which the viewer has already", able: [.bounded, .resumable],
      CursorLoops.positionAmongAllTraces),
    faulty(
      "serves all viewers by one loop", breaks: 403, saying: "was broken",
      OverlappingLoops.oneLoopForAll),
    faulty(
      "leaves out the end once a viewer has failed", breaks: 403,
      saying: "to get the terminal event", EndingLoops.endsForNobody),
    faulty(
      "answers from a cache of finished runs", breaks: 404, saying: "as the first update",
      able: [.bounded, .resumable], RememberingLoops.cachedRuns),
    faulty(
      "remembers where a run of an id has ended", breaks: 404, saying: "",
      able: [.bounded, .resumable], RememberingLoops.rememberedEnds),
    faulty(
      "skips as many events as the first run had", breaks: 404, saying: "as the first update",
      able: [.bounded, .resumable], CursorLoops.keptCursorBeyondEnd),
    faulty(
      "counts events without their history", breaks: 501, saying: "which the viewer has already",
      able: [.bounded, .resumable], RememberingLoops.countedEvents),
    faulty(
      "waits behind the end", breaks: 501, saying: "to end without an event",
      able: [.bounded, .resumable], EndingLoops.waitsBehindTheEnd),
    faulty(
      "resumes with what the viewer has", breaks: 501, saying: "which the viewer has already",
      able: [.bounded, .resumable], CursorLoops.inclusiveResume),
    faulty(
      "keeps the cursor and moves it before the send", breaks: 501,
      saying: "which the viewer has already", able: [.bounded, .resumable],
      CursorLoops.keptCursorBeforeSend),
    faulty(
      "ends at an expired number", breaks: 502, saying: "a gap first\nnothing",
      able: [.bounded, .resumable], CursorLoops.endsAtExpiry),
    faulty(
      "drops the first gap", breaks: 502, saying: "a gap first", able: [.bounded, .resumable],
      CursorLoops.withoutFirstGap),
    faulty(
      "reads the backlog and then listens", breaks: 504, saying: "after",
      CursorLoops.backlogThenLive),
    faulty(
      "waits for what is gone", breaks: 506, saying: "to end at once",
      able: [.bounded, .resumable], RememberingLoops.waitsForTheGone),
    faulty(
      "beats for what is gone", breaks: 506, saying: "nothing to be sent",
      able: [.bounded, .resumable], RememberingLoops.beatsForTheGone),
  ]

  private static let pressureDeliveries: [Sample] = [
    faulty(
      "queues without an end", breaks: 601, saying: "that the buffer had dropped",
      CarelessLoops.queueWithoutEnd),
    faulty(
      "reads further ahead than is kept", breaks: 601, saying: "no more than 8 events in hand",
      readAhead: 4,
      CarelessLoops.longQueue),
    faulty("shows no gaps", breaks: 602, saying: "no gap", CursorLoops.withoutGaps),
    faulty(
      "ignores failed sends", breaks: 603, saying: "nothing to be asked",
      CarelessLoops.ignoresFailures),
    faulty(
      "retries a failed send", breaks: 603, saying: "nothing to be asked", CarelessLoops.retries),
    faulty(
      "waits after a failed send", breaks: 603,
      saying: "the connection to end after the sink threw", CarelessLoops.waitsAfterFailure),
    faulty(
      "closes a broken sink", breaks: 603, saying: "a close", CarelessLoops.closesAlways),
    faulty(
      "spins after a cancellation", breaks: 604, saying: "to end after it was cancelled",
      CarelessLoops.ignoresSleep),
    faulty(
      "finishes its batch after a cancellation", breaks: 604, saying: "no write to begin",
      CarelessLoops.finishesItsBatch),
    faulty(
      "beats once", breaks: 711, saying: "silence from", able: [.bounded, .heartbeats],
      CarelessLoops.beatsOnce),
    faulty(
      "beats too seldom", breaks: 711, saying: "silence from", able: [.bounded, .heartbeats],
      CarelessLoops.beatsTooSeldom),
    faulty(
      "gives up in a long silence", breaks: 711, saying: "until the connection ended",
      able: [.bounded, .heartbeats], CarelessLoops.givesUp),
    faulty(
      "never beats", breaks: 711, saying: "silence from", able: [.bounded, .heartbeats],
      CarelessLoops.neverBeats),
  ]

  private static let batchDeliveries: [Sample] = [
    faulty(
      "takes a batch for sent", breaks: 102, saying: "run-1 ", BatchLoops.ignoresTheCount),
    faulty(
      "sends a batch again from its first event", breaks: 103, saying: "each update once",
      BatchLoops.sendsTheWholeAgain),
    faulty(
      "passes over an event that was not accepted", breaks: 102, saying: "run-1 ",
      BatchLoops.passesOverOne),
    faulty(
      "ends where nothing was accepted", breaks: 102, saying: "the viewer takes nothing",
      BatchLoops.endsAtNothing),
  ]

  private static let refusalDeliveries: [Sample] = [
    ("ends at a refusal", 606, "are allowed", RefusalLoops.endsAtARefusal),
    ("closes at a refusal", 606, "closure returned", RefusalLoops.closesAtARefusal),
    ("tries a refused event for ever", 606, "long after", RefusalLoops.triesForEver),
    ("ends at the second refusal", 606, "closure threw", RefusalLoops.endsAtTheSecondRefusal),
    ("leaves out what is refused", 607, "a gap of one", RefusalLoops.leavesOut),
    ("counts two for one refusal", 607, "gap, 2 lost", RefusalLoops.countsTwo),
    ("numbers the gap as the event before", 607, "gap, 1 lost", RefusalLoops.numbersTheGapBefore),
    ("tells of refusals at the end", 607, "a gap of one", RefusalLoops.tellsAtTheEnd),
    ("closes instead of the end", 608, "no terminal event", RefusalLoops.closesInsteadOfTheEnd),
    ("tells every end as a failure", 608, "failed \"", RefusalLoops.failsEveryEnd),
    ("tells a cancellation as a failure", 608, "failed \"", RefusalLoops.failsCancellations),
    ("cuts the answer short", 608, "what stands for it", RefusalLoops.cutsTheAnswer),
    ("waits for a smaller end", 608, "to end with the trace", RefusalLoops.waitsForASmallerEnd),
    (
      "keeps the cursor at refusals", 507, "which the viewer has already",
      RefusalLoops.keepsTheCursorAtRefusals
    ),
    ("reminds of refusals", 507, "which the viewer has already", RefusalLoops.remindsOfRefusals),
    (
      "steps back after refusals", 507, "which the viewer has already",
      RefusalLoops.stepsBackAfterRefusals
    ),
  ].map { (name: String, rule: Int, message: String, loop: @escaping Loop) in
    faulty(
      name, breaks: rule, saying: message, able: [.bounded, .resumable, .sizeLimit], loop)
  }

  private static let everything: Set<ConformanceCapability> = [
    .bounded, .resumable, .heartbeats, .sizeLimit,
  ]

  private static let correctDeliveries: [Sample] = [
    correct("batches by hand", able: [.bounded, .resumable], BatchLoops.byHand),
    correct("offering again", able: [.bounded, .resumable], BatchLoops.offersAgain),
    correct("refusals by hand", able: [.bounded, .resumable, .sizeLimit], RefusalLoops.byHand),
    correct(
      "monitor, polling", able: everything, CorrectLoops.pollingMonitor),
    correct(
      "monitor, waking", able: everything, CorrectLoops.wakingMonitor),
    correct(
      "monitor of any buffer, polling", able: everything,
      CorrectLoops.remotePollingMonitor),
    correct(
      "monitor of any buffer, waking", able: everything,
      CorrectLoops.remoteWakingMonitor),
    correct("sequence of events", able: [.bounded, .resumable], CorrectLoops.sequence),
    correct("poll loop beside the agent", able: [.bounded], CorrectLoops.poll),
    correct("actor", able: [.bounded, .resumable], CorrectLoops.actor),
    correct("reader and writer", able: [.bounded, .resumable], CorrectLoops.boundedQueue),
    correct("batches", able: [.bounded, .resumable], CorrectLoops.batches),
    correct("reconnecting", able: [.bounded, .resumable], CorrectLoops.reconnecting),
  ]
}
