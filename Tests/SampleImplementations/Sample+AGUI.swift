import GoldenTranscripts
import StatusConformance
import StatusStreaming

extension Sample {
  private static func producer(
    _ name: String, _ bug: AGUIProducer.Bug, _ rule: Int, _ message: String
  ) -> Sample {
    Sample(name, breaks: rule, saying: message, verification(name, AGUIProducer(bug)))
  }

  private static func habitual(
    _ name: String, _ habits: AGUIProducer.Habits, _ carrier: AGUIProducer.Carrier = .blocks
  ) -> Sample {
    Sample(
      correct: name, verification(name, AGUIProducer(habits: habits, carrier: carrier)))
  }

  private static func verification(
    _ name: String, _ producer: AGUIProducer
  ) -> any Verification {
    let carrier: AGUIStatusDecoder.Carrier =
      producer.carrier == .blocks ? .eventStream : .webSocket
    return SinkVerification(
      name: name, capabilities: [.bounded, .heartbeats],
      decoder: { AGUIStatusDecoder(over: carrier) }
    ) { EncodingSink(encoder: producer, writer: $0) }
  }

  /// 8xx: producers of AG-UI.
  static let producersOfAGUI: [Sample] = [
    producer("lines of AG-UI end with CR LF", .carriageReturns, 801, "LF alone"),
    producer("several events of AG-UI in an array", .arrays, 801, "an array"),
    producer("two events of AG-UI in one frame", .concatenates, 801, "one event"),
    producer("an event of AG-UI in two frames", .splitsEvents, 801, "one event"),
    producer("null for what is absent in AG-UI", .writesNull, 802, "null"),
    producer("AG-UI in snake case", .snakeCase, 802, "message_id"),
    producer("dates as AG-UI's timestamps", .dateTimestamps, 802, "timestamp"),
    producer("fractions of milliseconds in AG-UI", .floatTimestamps, 802, "timestamp"),
    producer("a member that AG-UI does not know", .ownMembers, 802, "stepNumber"),
    producer("an event from before AG-UI 1.0", .retiredTypes, 802, "THINKING_START"),
    producer("no version of AG-UI", .noVersion, 803, "none"),
    producer("a version of AG-UI with a letter", .prefixedVersion, 803, "v1.0"),
    producer("a version of AG-UI without its minor number", .wholeVersion, 803, "'1'"),
    producer("a greeting before the run of AG-UI", .greetsFirst, 804, "CUSTOM"),
    producer("a run of AG-UI that starts anew with each plan", .startsEachPlan, 804, "RUN_STARTED"),
    producer("a run of AG-UI that never starts", .neverStarts, 804, "first event"),
    producer("an activity before the run of AG-UI", .statusBeforeStart, 804, "ACTIVITY_SNAPSHOT"),
    producer("a thread's id as that of AG-UI's run", .finishesThread, 805, "thread-1"),
    producer("AG-UI's run ends in another thread", .finishesAnotherThread, 805, "default"),
    producer("an answered call is pending in AG-UI", .pendsAnsweredCalls, 805, "pending"),
    producer("usage after the end of AG-UI's run", .usageAfterEnd, 806, "CUSTOM"),
    producer("a state after the end of AG-UI's run", .stateAfterEnd, 806, "STATE_SNAPSHOT"),
    producer("steps that end after AG-UI's failure", .stepsAfterEnd, 806, "STEP_FINISHED"),
    producer("a step that begins after AG-UI's failure", .errorsTwice, 806, "STEP_STARTED"),
    producer("AG-UI's step starts with each report", .startsEachRunning, 807, "is open"),
    producer("AG-UI's step ends that never began", .endsUnstarted, 807, "to be open"),
    producer("AG-UI's content without a message", .contentAlone, 807, "TEXT_MESSAGE_CONTENT"),
    producer("AG-UI's step that fails ends twice", .endsTwice, 807, "STEP_FINISHED"),
    producer("steps open at the end of AG-UI's run", .leavesSteps, 808, "the step"),
    producer("steps open where AG-UI's run is stopped", .leavesStepsOfStops, 808, "the step"),
    producer("a message that AG-UI's run leaves open", .leavesMessage, 808, "the message"),
    producer("reasoning that AG-UI's run leaves open", .leavesReasoning, 808, "reasoning span"),
    producer("a first chunk of AG-UI without an id", .chunkWithoutID, 809, "messageId"),
    producer("a chunk of AG-UI with another role", .chunkChangesRole, 809, "role"),
    producer("a chunk of AG-UI that calls nothing", .callWithoutName, 809, "toolCallName"),
    producer("a chunk of AG-UI after what ends chunks", .chunkAfterCustom, 809, "messageId"),
    producer("a subagent of AG-UI in another's message", .oneSubagent, 810, "'s2'"),
    producer("a subagent of AG-UI that is announced late", .announcesLate, 810, "announced"),
    producer("an invocation of AG-UI that is used again", .reusesInvocation, 810, "again"),
    producer("a parent that AG-UI does not know", .unknownParent, 810, "'s0'"),
    producer("a delta of AG-UI without a plan", .deltaFirst, 811, "'plan'"),
    producer("a delta of another activity of AG-UI", .deltaToOtherID, 811, "'plan'"),
    producer("progress of AG-UI in deltas alone", .progressDeltas, 811, "'progress'"),
    producer("a path of AG-UI that is not there", .misspeltPath, 812, "state"),
    producer("a slash in a path of AG-UI", .unescapedName, 812, "/src/main"),
    producer("a test of AG-UI against what was", .staleTest, 812, "another value"),
    producer("an array as an activity of AG-UI", .rootArray, 812, "an object"),
    producer("a stop without AG-UI's outcome", .stopIsSuccess, 813, "complete"),
    producer("a stop as AG-UI's success", .stopIsExplicitSuccess, 813, "complete"),
    producer("a stop as AG-UI's failure", .stopIsError, 813, "failed"),
    producer("a stop, and then AG-UI's failure", .stopThenError, 813, "RUN_ERROR"),
    producer("AG-UI that goes on with the next event", .restatesNothing, 814, "told again after"),
    producer("AG-UI's plan again as it began", .restatesPending, 814, "the plan as it stood"),
    producer("AG-UI's status again without its message", .restatesNoMessage, 814, "the status"),
    habitual("a producer of AG-UI", []),
    habitual("a producer of AG-UI on a WebSocket", [], .messages),
    habitual("AG-UI's text in many deltas, with metadata", [.manyDeltas, .extras]),
    habitual("AG-UI's text in chunks, beside others' events", [.chunks, .company]),
    habitual("AG-UI's status in deltas, names of its own", [.statusDeltas, .ownNames]),
    habitual("AG-UI in two lines of data, beside others", [.prettyPrint, .company, .manyDeltas]),
    habitual("a stop with a result in AG-UI", [.stopsWithResult]),
    habitual("a later AG-UI on a WebSocket", [.laterVersion, .statusDeltas, .company], .messages),
  ]

  private static func server(
    _ name: String, _ bug: AGUIProducer.Bug, _ rule: Int, _ message: String
  ) -> Sample {
    Sample(name, breaks: rule, saying: message, serving(name, AGUIProducer(bug)))
  }

  private static func serving(_ name: String, _ producer: AGUIProducer) -> any Verification {
    PipelineVerification(
      profile: .agUI(over: producer.carrier == .blocks ? .eventStream : .webSocket), name: name,
      capabilities: [.resumable, .heartbeats]
    ) { run in
      LogPipeline(
        .none, on: run, epoch: "b7",
        beat: producer.carrier == .blocks ? Array(":\n\n".utf8) : [0x89, 0], encoder: { producer }
      ).underTest
    }
  }

  /// Servers that speak AG-UI.
  static let serversOfAGUI: [Sample] = [
    server("serves AG-UI with CR LF", .carriageReturns, 801, "LF alone"),
    server("serves AG-UI in snake case", .snakeCase, 802, "message_id"),
    server("serves AG-UI without its version", .noVersion, 803, "none"),
    server("greets before AG-UI's run", .greetsFirst, 804, "CUSTOM"),
    server("ends AG-UI's run as the thread", .finishesThread, 805, "thread-1"),
    server("tells of usage after AG-UI's run", .usageAfterEnd, 806, "CUSTOM"),
    server("ends steps of AG-UI that it never began", .endsUnstarted, 807, "to be open"),
    server("leaves steps of AG-UI open", .leavesSteps, 808, "the step"),
    server("serves chunks of AG-UI without an id", .chunkWithoutID, 809, "messageId"),
    server("uses an invocation of AG-UI again", .reusesInvocation, 810, "again"),
    server("serves deltas of AG-UI to who has no plan", .deltaFirst, 811, "'plan'"),
    server("serves patches of AG-UI that do not apply", .misspeltPath, 812, "state"),
    server("restates nothing of AG-UI", .restatesNothing, 814, "told again after"),
    server("restates AG-UI's plan as it began", .restatesPending, 814, "the plan as it stood"),
    server("restates AG-UI's status alone", .restatesNoMessage, 814, "the status as it stood"),
    server("restates no open steps of AG-UI", .restatesNoSteps, 814, "the steps that were open"),
    server("tells of AG-UI's failure where the agent was stopped", .stopIsError, 813, "failed"),
    Sample(
      correct: "serves AG-UI, with company",
      serving("AG-UI", AGUIProducer(habits: [.company, .manyDeltas]))),
    Sample(
      correct: "serves AG-UI on WebSockets",
      serving("AG-UI on WebSockets", AGUIProducer(habits: [.statusDeltas], carrier: .messages))),
  ]
}
