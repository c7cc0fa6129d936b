import StatusConformance

extension Sample {
  /// Deliveries that go wrong when runs are long, when several things happen, or when time passes;
  /// and some that are right in an unusual way.
  static let deliveriesInWorlds: [Sample] = [
    world(
      "sends 64 updates of a look", breaks: 102, saying: "(64)", ShortsightedLoops.sixtyFourAtMost),
    world(
      "takes equal updates for one", breaks: 102, saying: "closure returned",
      ShortsightedLoops.takesEqualForOne),
    world(
      "gives up after a minute", breaks: 102, saying: "the end;",
      ShortsightedLoops.givesUpAfterAMinute),
    world(
      "loses an event after a heartbeat", breaks: 102, saying: "#", able: [.bounded, .heartbeats],
      ShortsightedLoops.losesAfterABeat),
    world(
      "gives a gap an old number", breaks: 105, saying: "for the gap",
      ShortsightedLoops.gapWithoutNumber),
    world(
      "goes on after a failed end", breaks: 206, saying: "to return after",
      ShortsightedLoops.goesOnAfterFailure),
    world(
      "waits for what was removed", breaks: 206, saying: "was removed",
      ShortsightedLoops.waitsForTheRemoved),
    world(
      "skips an event after a failed read", breaks: 102, saying: "nothing of it",
      ShortsightedLoops.skipsAfterAFailedRead),
    world(
      "refuses the third connection", breaks: 403, saying: "closure returned",
      ShortsightedLoops.refusesTheThird),
    world(
      "waits behind a failure", breaks: 501, saying: "without an event",
      able: [.bounded, .resumable],
      ShortsightedLoops.waitsBehindAFailure),
    world("retries the close", breaks: 603, saying: "a close", ShortsightedLoops.retriesTheClose),
    world(
      "keeps the cursor in a byte", breaks: 103, saying: "each update once",
      HabitualLoops.cursorInAByte),
    world(
      "counts a gap as one event", breaks: 602, saying: "a gap of", HabitualLoops.countsAGapAsOne),
    world(
      "shows the late the last ten events", breaks: 102, saying: "as the first update",
      HabitualLoops.lastTenForTheLate),
    world(
      "leaves out what says nothing", breaks: 102, saying: "run-1 ",
      HabitualLoops.leavesOutTheEmpty),
    world(
      "cuts messages at 1,024 characters", breaks: 104, saying: "nobody has said",
      HabitualLoops.cutsMessages),
    world(
      "takes control characters out", breaks: 104, saying: "nobody has said",
      HabitualLoops.cleansMessages),
    world(
      "ignores failures without a message", breaks: 204, saying: "no terminal event",
      HabitualLoops.ignoresSilentFailures),
    world(
      "repeats an event to stay alive", breaks: 103, saying: "again",
      able: [.bounded, .heartbeats], HabitualLoops.repeatsToStayAlive),
    world(
      "ends after two minutes", breaks: 102, saying: "closure returned",
      HabitualLoops.endsAfterTwoMinutes),
    world(
      "sends slow events again", breaks: 103, saying: "again",
      HabitualLoops.sendsSlowEventsAgain),
    world(
      "serves the latest viewer alone", breaks: 102, saying: "closure returned",
      HabitualLoops.servesTheLatest),
    world(
      "waits behind a cancellation", breaks: 501, saying: "without an event",
      able: [.bounded, .resumable], HabitualLoops.waitsBehindACancellation),
    Sample(
      correct: "dropping the oldest with a gap",
      DeliveryVerification(
        capabilities: [.bounded, .resumable], ThriftyLoops.dropsTheOldest)),
    Sample(
      correct: "backing off",
      DeliveryVerification(capabilities: [.bounded, .resumable], ThriftyLoops.backsOff)),
    Sample(
      correct: "one event at a time",
      DeliveryVerification(
        capabilities: [.bounded, .resumable, .heartbeats], ThriftyLoops.oneAtATime)),
    Sample(
      correct: "one pump for all viewers",
      DeliveryVerification(capabilities: [.bounded, .resumable], ThriftyLoops.onePumpForAll)),
    Sample(
      correct: "coalescing by time",
      DeliveryVerification(capabilities: [.bounded, .resumable], PatientLoops.coalescing)),
    Sample(
      correct: "retrying reads",
      DeliveryVerification(capabilities: [.bounded, .resumable], PatientLoops.retryingReads)),
    Sample(
      correct: "prefetching",
      DeliveryVerification(capabilities: [.bounded, .resumable], PatientLoops.prefetching)),
  ]

  private static func world(
    _ name: String, breaks rule: Int, saying message: String,
    able capabilities: Set<ConformanceCapability> = [.bounded],
    _ loop: @escaping @Sendable (DeliveryRun) async throws -> Void
  ) -> Sample {
    Sample(
      name, breaks: rule, saying: message,
      DeliveryVerification(name: name, capabilities: capabilities, loop))
  }
}
