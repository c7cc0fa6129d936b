import GoldenTranscripts
import StatusConformance
import StatusStreaming

/// What shows only where two things meet: a heartbeat behind a large event, pages that are just full, viewers with
/// one id, a text that grows beside a limit, failures one after the other, a cancellation behind heartbeats.
extension Sample {
  static let coincidentSinks: [Sample] = [
    corked("heartbeats past the rest of a large event", breaks: 702, isOrderly: false),
    Sample(
      "pings past the rest of a large message", breaks: 702, saying: "can read",
      SinkVerification(
        name: "corked messages", decoder: { WebSocketStatusDecoder(profile: .resumable) }
      ) { CorkedSink(WebSocketStatusEncoder(profile: .resumable), $0) }),
    limited("a limit for texts before they are escaped", breaks: 707, .rawUpdates),
    limited("a limit for ends before they are escaped", breaks: 707, .rawEnds),
    limited("a limit for the longest escapes", breaks: 102, .worstCase),
    corked("what is held before a heartbeat", breaks: nil, isOrderly: true),
    limited("a limit for what is written", breaks: nil, .written),
    Sample(
      correct: "an event stream in all that the standard leaves open",
      SinkVerification(
        name: "odd stream", capabilities: [.bounded, .heartbeats],
        decoder: { EventStreamStatusDecoder(profile: .resumable) }
      ) { OddStreamSink($0) }),
  ]

  private static func corked(_ name: String, breaks rule: Int?, isOrderly: Bool) -> Sample {
    let verification = SinkVerification(
      name: name, decoder: { EventStreamStatusDecoder(profile: .resumable) }
    ) { CorkedSink(EventStreamEncoder(profile: .resumable), $0, isOrderly: isOrderly) }
    guard let rule else { return Sample(correct: name, verification) }
    return Sample(name, breaks: rule, saying: "can read", verification)
  }

  private static func limited(
    _ name: String, breaks rule: Int?, _ measure: LimitedSink.Measure
  ) -> Sample {
    let verification = SinkVerification(
      name: name, capabilities: [.bounded, .sizeLimit], sizeLimit: LimitedSink.limit,
      decoder: { EventStreamStatusDecoder(profile: .resumable) }
    ) { LimitedSink($0, measure) }
    guard let rule else { return Sample(correct: name, verification) }
    return Sample(name, breaks: rule, saying: "\(LimitedSink.limit) bytes", verification)
  }

  private static let departing: Set<ConformanceCapability> = [
    .bounded, .resumable, .heartbeats, .closing,
  ]

  static let coincidentDeliveries: [Sample] = [
    faulty(
      "goes back behind an empty page", breaks: 103, saying: "each update once",
      able: [.bounded, .resumable], PagingLoops.goesBackBehindAnEmptyPage),
    faulty(
      "ends at an empty page", breaks: 504, saying: "the end;", able: [.bounded, .resumable],
      PagingLoops.endsAtAnEmptyPage),
    faulty(
      "takes a connection over by its number", breaks: 501, saying: "has come again",
      able: [.bounded, .resumable], PagingLoops.takesOverByNumber),
    faulty(
      "waits for the slowest viewer", breaks: 403, saying: "accepted nothing for",
      able: [.bounded, .resumable], PacingLoops.waitForTheSlowest),
    faulty(
      "runs out of tries", breaks: 206, saying: "a read of the buffer failed",
      able: [.bounded, .resumable], RetryingLoops.runsOutOfTries),
    faulty(
      "takes a failed read for the end", breaks: 206, saying: "a read of the buffer failed",
      able: [.bounded, .resumable], RetryingLoops.takesAFailureForTheEnd),
    faulty(
      "returns where no form of the end is accepted", breaks: 608, saying: "to throw",
      able: [.bounded, .resumable, .sizeLimit], RetryingLoops.shrinksAndReturns),
    faulty(
      "halves a message five times, and gives up", breaks: 608, saying: "failed",
      able: [.bounded, .resumable, .sizeLimit], RefusalLoops.halvesFiveTimes),
    faulty(
      "lists, and then watches a hub", breaks: 504, saying: "", able: [],
      HubLoops.listsThenWatches),
    faulty(
      "closes behind events alone", breaks: 613, saying: "no close", able: departing,
      DepartingLoops.closesBehindEvents),
    faulty(
      "closes nothing behind the eighth event", breaks: 613, saying: "no close", able: departing,
      DepartingLoops.closesEarlyAlone),
    faulty(
      "begins late, and closes nothing", breaks: 613, saying: "no close", able: departing,
      DepartingLoops.beginsLateAndNeverCloses),
    correct("closes all", able: departing, DepartingLoops.closesAll),
    correct("watches a hub, and then lists", able: [], HubLoops.watchesThenLists),
    correct(
      "a waiter across heartbeats", able: [.bounded, .resumable, .heartbeats],
      DepartingLoops.keepsTheWaiter),
    correct(
      "pages until one is short", able: [.bounded, .resumable], PagingLoops.staysBehindAnEmptyPage),
    correct(
      "gives up with an error", able: [.bounded, .resumable], RetryingLoops.givesUpWithAnError),
    correct(
      "shrinks what is refused, down to nothing", able: [.bounded, .resumable, .sizeLimit],
      RetryingLoops.shrinksAndThrows),
  ]

  static let coincidentPipelines: [Sample] = [
    session(
      "takes a session over by its id", breaks: 501, saying: "is closed before the run", .takesOver),
    session("shares a session by its id", breaks: 102, saying: "the end; viewer", .shares),
    session("sessions that are nobody else's", breaks: nil, .none),
    hub("lists, and then has a queue", breaks: 504, saying: "#", .listsThenWatches),
    hub("holds up its agents", breaks: 403, saying: "waits for no viewer", .holdsUpItsAgents),
    hub("ends at a word", breaks: 703, saying: "", .endsAtAWord),
    hub("cuts names where a query begins", breaks: 102, saying: "404", .cutsNames),
    hub("a queue that begins behind the list", breaks: nil, .none),
    hub("a place for who comes too early", breaks: nil, .letsWait),
    server("a file of bytes for each trace", breaks: nil) { FilePipeline(on: $0).underTest },
  ]

  private static func hub(
    _ name: String, breaks rule: Int?, saying message: String = "", _ habit: HubPipeline.Habit
  ) -> Sample {
    server(name, breaks: rule, saying: message) { HubPipeline(on: $0, habit).underTest }
  }

  private static func session(
    _ name: String, breaks rule: Int?, saying message: String = "",
    _ habit: SessionPipeline.Habit
  ) -> Sample {
    server(name, breaks: rule, saying: message) { SessionPipeline(on: $0, habit).underTest }
  }

  private static func server(
    _ name: String, breaks rule: Int?, saying message: String = "",
    _ make: @escaping @Sendable (PipelineRun) -> PipelineUnderTest
  ) -> Sample {
    let verification = PipelineVerification(
      profile: .eventStream(.resumable), name: name, capabilities: [.resumable], make)
    guard let rule else { return Sample(correct: name, verification) }
    return Sample(name, breaks: rule, saying: message, verification)
  }
}
