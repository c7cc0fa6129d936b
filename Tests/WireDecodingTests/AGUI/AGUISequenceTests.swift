import Testing
import WireDecoding

/// A stream and the kinds of faults that it has, in order.
struct SampleSequence: Sendable, CustomTestStringConvertible {
  let name: String
  let events: [String]
  let faults: [AGUIFault.Kind]

  init(_ name: String, _ faults: AGUIFault.Kind..., events: String...) {
    self.name = name
    self.events = events
    self.faults = faults
  }

  var testDescription: String { name }

  /// Events in short: the type and the members, of which strings may go without quotation marks.
  func taken() throws -> [AGUIFault] {
    var sequence = AGUISequence()
    var faults: [AGUIFault] = []
    for text in events {
      if text == "end" {
        faults += sequence.finish()
        continue
      }
      let value = try WireDecoding.JSONValue(parsing: Array(Self.json(text).utf8))
      let event = try AGUIEvent.read(value, declaring: sequence.declaredVersion)
      faults += event.map { sequence.take($0) } ?? []
    }
    return faults
  }

  private static func json(_ text: String) -> String {
    let words = text.split(separator: " ")
    var members = [#""type":"\#(words[0])""#]
    for word in words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1)
      let isText = !["{", "[", "\""].contains { parts[1].hasPrefix($0) } && parts[1] != "false"
      members.append(#""\#(parts[0])":"# + (isText ? "\"\(parts[1])\"" : parts[1]))
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static let start = "RUN_STARTED threadId=t runId=r protocolVersion=1.0"
  private static let finish = "RUN_FINISHED threadId=t runId=r"
  private static let sub = "subagentRunId=s"

  static let all = runs + brackets + chunks + subagents + values

  private static let runs: [SampleSequence] = [
    SampleSequence("an empty run", events: start, finish, "end"),
    SampleSequence("a failure alone", events: "RUN_ERROR message=m", "end"),
    SampleSequence("nothing", events: "end"),
    SampleSequence("an activity first", .start, events: "CUSTOM name=n value=[]", start),
    SampleSequence("a run within a run", .start, .names, events: start, start, finish),
    SampleSequence(
      "two runs", events: start, finish, "RUN_STARTED threadId=t runId=r2 protocolVersion=1.0",
      "RUN_FINISHED threadId=t runId=r2"),
    SampleSequence(
      "two threads", events: start, finish, "RUN_STARTED threadId=t2 runId=r protocolVersion=1.0",
      "RUN_FINISHED threadId=t2 runId=r"),
    SampleSequence("one name twice", .names, events: start, finish, start, finish),
    SampleSequence(
      "the end of another run", .names, events: start, "RUN_FINISHED threadId=t runId=x"),
    SampleSequence(
      "the end of another thread", .names, events: start, "RUN_FINISHED threadId=x runId=r"),
    SampleSequence("two ends", .end, events: start, finish, finish),
    SampleSequence(
      "something after the end", .end, events: start, finish, "CUSTOM name=n value=[]"),
    SampleSequence("a late failure", events: start, finish, "RUN_ERROR message=m"),
    SampleSequence("something after a failure", .end, events: start, "RUN_ERROR message=m", finish),
    SampleSequence("two failures", .end, events: "RUN_ERROR message=m", "RUN_ERROR message=m"),
    SampleSequence("a run after a failure", events: "RUN_ERROR message=m", start, finish, "end"),
    SampleSequence("no end", .end, events: start, "end"),
    SampleSequence("no version", .version, events: "RUN_STARTED threadId=t runId=r"),
    SampleSequence(
      "no version that is one", .version,
      events: "RUN_STARTED threadId=t runId=r protocolVersion=v1"),
    SampleSequence(
      "a version from before there were any", .version,
      events: "RUN_STARTED threadId=t runId=r protocolVersion=0.9"),
    SampleSequence(
      "a stop", events: start, finish + #" outcome={"type":"cancelled"}"#),
    SampleSequence(
      "a stop with a result, which is advised against",
      events: start, finish + #" result=half outcome={"type":"cancelled"}"#),
    SampleSequence(
      "a stop that fails", .stop,
      events: start, finish + #" outcome={"type":"cancelled"}"#, "RUN_ERROR message=m"),
    SampleSequence(
      "a stop with a step open", .openAtEnd,
      events: start, "STEP_STARTED stepName=a", finish + #" outcome={"type":"cancelled"}"#),
  ]

  private static let brackets: [SampleSequence] = [
    SampleSequence(
      "steps that overlap",
      events: start, "STEP_STARTED stepName=a", "STEP_STARTED stepName=b",
      "STEP_FINISHED stepName=a", "STEP_FINISHED stepName=b", "STEP_STARTED stepName=a",
      "STEP_FINISHED stepName=a", finish),
    SampleSequence(
      "a step that runs twice", .brackets,
      events: start, "STEP_STARTED stepName=a", "STEP_STARTED stepName=a",
      "STEP_FINISHED stepName=a", finish),
    SampleSequence(
      "a step that only ends", .brackets, events: start, "STEP_FINISHED stepName=a", finish),
    SampleSequence("an open step", .openAtEnd, events: start, "STEP_STARTED stepName=a", finish),
    SampleSequence(
      "what a failure ends", events: start, "STEP_STARTED stepName=a",
      "TEXT_MESSAGE_START messageId=m", "RUN_ERROR message=m",
      "RUN_STARTED threadId=t runId=r2 protocolVersion=1.0", "STEP_STARTED stepName=a",
      "STEP_FINISHED stepName=a", "RUN_FINISHED threadId=t runId=r2"),
    SampleSequence(
      "a message in pieces",
      events: start, "TEXT_MESSAGE_START messageId=m", "TEXT_MESSAGE_CONTENT messageId=m delta=a",
      "TOOL_CALL_START toolCallId=c toolCallName=f parentMessageId=m",
      "TEXT_MESSAGE_CONTENT messageId=m delta=b", "TOOL_CALL_ARGS toolCallId=c delta=d",
      "TEXT_MESSAGE_END messageId=m", "TOOL_CALL_END toolCallId=c",
      "TOOL_CALL_RESULT messageId=x toolCallId=c content=r", finish),
    SampleSequence(
      "content of no message", .brackets,
      events: start, "TEXT_MESSAGE_CONTENT messageId=m delta=a", finish),
    SampleSequence(
      "content of a message that was closed", .brackets,
      events: start, "TEXT_MESSAGE_START messageId=m", "TEXT_MESSAGE_END messageId=m",
      "TEXT_MESSAGE_CONTENT messageId=m delta=a", finish),
    SampleSequence(
      "an open message", .openAtEnd, events: start, "TEXT_MESSAGE_START messageId=m", finish),
    SampleSequence(
      "a message that goes on",
      events: start, "TEXT_MESSAGE_START messageId=m", "TEXT_MESSAGE_END messageId=m",
      "TEXT_MESSAGE_START messageId=m role=assistant", "TEXT_MESSAGE_END messageId=m", finish),
    SampleSequence(
      "a message that goes on as another one", .brackets,
      events: start, "TEXT_MESSAGE_START messageId=m", "TEXT_MESSAGE_END messageId=m",
      "TEXT_MESSAGE_START messageId=m role=user", "TEXT_MESSAGE_END messageId=m", finish),
    SampleSequence(
      "arguments of no call", .brackets,
      events: start, "TOOL_CALL_ARGS toolCallId=c delta=a", finish),
    SampleSequence(
      "an open call", .openAtEnd, events: start, "TOOL_CALL_START toolCallId=c toolCallName=f",
      finish),
    SampleSequence(
      "reasoning, whose span has the id of the message",
      events: start, "REASONING_START messageId=m",
      "REASONING_MESSAGE_START messageId=m role=reasoning",
      "REASONING_MESSAGE_CONTENT messageId=m delta=a", "REASONING_MESSAGE_END messageId=m",
      "REASONING_ENCRYPTED_VALUE subtype=message entityId=m encryptedValue=e",
      "REASONING_END messageId=m", finish),
    SampleSequence(
      "reasoning in a span alone", .brackets,
      events: start, "REASONING_START messageId=m", "REASONING_MESSAGE_CONTENT messageId=m delta=a",
      "REASONING_END messageId=m", finish),
    SampleSequence(
      "an open span", .openAtEnd, events: start, "REASONING_START messageId=m", finish),
    SampleSequence(
      "the end of no span", .brackets, events: start, "REASONING_END messageId=m", finish),
    SampleSequence(
      "the calls that are pending",
      events: start, "TOOL_CALL_START toolCallId=c toolCallName=f", "TOOL_CALL_END toolCallId=c",
      "TOOL_CALL_START toolCallId=d toolCallName=f", "TOOL_CALL_END toolCallId=d",
      "TOOL_CALL_RESULT messageId=x toolCallId=c content=r",
      finish + #" outcome={"type":"success","pendingToolCallIds":["d"]}"#),
    SampleSequence(
      "calls that are not pending", .names,
      events: start, "TOOL_CALL_START toolCallId=c toolCallName=f", "TOOL_CALL_END toolCallId=c",
      "TOOL_CALL_RESULT messageId=x toolCallId=c content=r",
      finish + #" outcome={"type":"success","pendingToolCallIds":["c"]}"#),
  ]

  private static let chunks: [SampleSequence] = [
    SampleSequence(
      "chunks",
      events: start, "TEXT_MESSAGE_CHUNK messageId=m delta=a", "TEXT_MESSAGE_CHUNK delta=b",
      "TEXT_MESSAGE_CHUNK messageId=m role=assistant",
      "TOOL_CALL_CHUNK toolCallId=c toolCallName=f",
      "TOOL_CALL_CHUNK delta=d", "REASONING_MESSAGE_CHUNK messageId=n delta=a",
      "REASONING_MESSAGE_CHUNK delta=a", finish),
    SampleSequence(
      "a chunk of nothing", .chunks, events: start, "TEXT_MESSAGE_CHUNK delta=a", finish),
    SampleSequence(
      "a call without its name", .chunks, events: start, "TOOL_CALL_CHUNK toolCallId=c", finish),
    SampleSequence(
      "another role", .chunks,
      events: start, "TEXT_MESSAGE_CHUNK messageId=m", "TEXT_MESSAGE_CHUNK role=user", finish),
    SampleSequence(
      "another tool", .chunks,
      events: start, "TOOL_CALL_CHUNK toolCallId=c toolCallName=f",
      "TOOL_CALL_CHUNK toolCallName=g", finish),
    SampleSequence(
      "an end that is told", .brackets,
      events: start, "TEXT_MESSAGE_CHUNK messageId=m", "TEXT_MESSAGE_END messageId=m", finish),
    SampleSequence(
      "chunks of what was started", .chunks,
      events: start, "TEXT_MESSAGE_START messageId=m", "TEXT_MESSAGE_CHUNK messageId=m delta=a",
      "TEXT_MESSAGE_END messageId=m", finish),
    SampleSequence(
      "what comes between and ends chunks", .chunks,
      events: start, "TEXT_MESSAGE_CHUNK messageId=m", "CUSTOM name=n value=[]",
      "TEXT_MESSAGE_CHUNK delta=a", finish),
    SampleSequence(
      "what comes between and ends nothing",
      events: start, "TEXT_MESSAGE_CHUNK messageId=m", "RAW event=[]",
      "ACTIVITY_SNAPSHOT messageId=a activityType=x content={}",
      "ACTIVITY_DELTA messageId=a activityType=x patch=[]",
      "SUBAGENT_STARTED subagentRunId=s name=n",
      "REASONING_ENCRYPTED_VALUE subtype=message entityId=m encryptedValue=e",
      "TEXT_MESSAGE_CHUNK delta=a", "SUBAGENT_FINISHED subagentRunId=s",
      "TEXT_MESSAGE_CHUNK delta=a", finish),
    SampleSequence(
      "chunks of two invocations",
      events: start, "TEXT_MESSAGE_CHUNK messageId=m", "TEXT_MESSAGE_CHUNK messageId=n \(sub)",
      "TEXT_MESSAGE_CHUNK delta=a", "TEXT_MESSAGE_CHUNK delta=a \(sub)", finish),
    SampleSequence(
      "chunks of one of two invocations", .chunks,
      events: start, "TEXT_MESSAGE_CHUNK messageId=m subagentRunId=x",
      "TEXT_MESSAGE_CHUNK messageId=n \(sub)", "TEXT_MESSAGE_CHUNK delta=a", finish),
    SampleSequence(
      "chunks after their invocation", .chunks,
      events: start, "SUBAGENT_STARTED name=n \(sub)", "TEXT_MESSAGE_CHUNK messageId=m \(sub)",
      "SUBAGENT_FINISHED \(sub)", "TEXT_MESSAGE_CHUNK delta=a", finish),
  ]

  private static let subagents: [SampleSequence] = [
    SampleSequence(
      "invocations at once, each with its step",
      events: start, "SUBAGENT_STARTED name=n \(sub)",
      "SUBAGENT_STARTED subagentRunId=x name=n parentSubagentRunId=s", "STEP_STARTED stepName=a",
      "STEP_STARTED stepName=a \(sub)", "STEP_FINISHED stepName=a",
      "STEP_FINISHED stepName=a \(sub)",
      "SUBAGENT_ERROR message=m \(sub)", "SUBAGENT_FINISHED subagentRunId=x", finish),
    SampleSequence(
      "work that nobody announced", events: start, "CUSTOM name=n value=[] \(sub)", finish),
    SampleSequence(
      "work before it is announced", .owners,
      events: start, "CUSTOM name=n value=[] \(sub)", "SUBAGENT_STARTED name=n \(sub)",
      "SUBAGENT_FINISHED \(sub)", finish),
    SampleSequence(
      "the end of no invocation", .brackets, events: start, "SUBAGENT_FINISHED \(sub)", finish),
    SampleSequence(
      "an invocation that is active", .openAtEnd,
      events: start, "SUBAGENT_STARTED name=n \(sub)", finish),
    SampleSequence(
      "an invocation that starts twice", .brackets,
      events: start, "SUBAGENT_STARTED name=n \(sub)", "SUBAGENT_STARTED name=n \(sub)",
      "SUBAGENT_FINISHED \(sub)", finish),
    SampleSequence(
      "an invocation again", .owners,
      events: start, "SUBAGENT_STARTED name=n \(sub)", "SUBAGENT_FINISHED \(sub)",
      "SUBAGENT_STARTED name=n \(sub)", "SUBAGENT_FINISHED \(sub)", finish),
    SampleSequence(
      "a parent that nobody knows", .owners,
      events: start, "SUBAGENT_STARTED name=n parentSubagentRunId=x \(sub)",
      "SUBAGENT_FINISHED \(sub)", finish),
    SampleSequence(
      "content without a tag",
      events: start, "TEXT_MESSAGE_START messageId=m \(sub)",
      "TEXT_MESSAGE_CONTENT messageId=m delta=a", "TEXT_MESSAGE_END messageId=m", finish),
    SampleSequence(
      "content of another", .owners,
      events: start, "TEXT_MESSAGE_START messageId=m \(sub)",
      "TEXT_MESSAGE_CONTENT messageId=m delta=a subagentRunId=x", "TEXT_MESSAGE_END messageId=m",
      finish),
    SampleSequence(
      "a step that another ends", .brackets, .openAtEnd,
      events: start, "STEP_STARTED stepName=a \(sub)", "STEP_FINISHED stepName=a", finish),
    SampleSequence(
      "a call in the message of another", .owners,
      events: start, "TEXT_MESSAGE_START messageId=m \(sub)", "TEXT_MESSAGE_END messageId=m",
      "TOOL_CALL_START toolCallId=c toolCallName=f parentMessageId=m", "TOOL_CALL_END toolCallId=c",
      finish),
  ]

  private static let values: [SampleSequence] = [
    SampleSequence(
      "an activity that is amended, and replaced",
      events: start, #"ACTIVITY_SNAPSHOT messageId=a activityType=x content={"n":0}"#,
      #"ACTIVITY_DELTA messageId=a activityType=y patch=[{"op":"replace","path":"/n","value":1}]"#,
      #"ACTIVITY_DELTA messageId=a activityType=y patch=[{"op":"test","path":"/n","value":1}]"#,
      "ACTIVITY_SNAPSHOT messageId=a activityType=x content={}",
      #"ACTIVITY_DELTA messageId=a activityType=x patch=[{"op":"add","path":"/n","value":1}]"#,
      finish),
    SampleSequence(
      "a snapshot that leaves what there is",
      events: start, #"ACTIVITY_SNAPSHOT messageId=a activityType=x content={"n":0}"#,
      "ACTIVITY_SNAPSHOT messageId=a activityType=x content={} replace=false",
      #"ACTIVITY_DELTA messageId=a activityType=x patch=[{"op":"remove","path":"/n"}]"#, finish),
    SampleSequence(
      "a delta of no activity", .baseline,
      events: start, "ACTIVITY_DELTA messageId=a activityType=x patch=[]", finish),
    SampleSequence(
      "a patch that does not apply", .patch,
      events: start, "ACTIVITY_SNAPSHOT messageId=a activityType=x content={}",
      #"ACTIVITY_DELTA messageId=a activityType=x patch=[{"op":"remove","path":"/n"}]"#, finish),
    SampleSequence(
      "a patch that leaves no object", .patch,
      events: start, "ACTIVITY_SNAPSHOT messageId=a activityType=x content={}",
      #"ACTIVITY_DELTA messageId=a activityType=x patch=[{"op":"add","path":"","value":[]}]"#,
      finish),
    SampleSequence(
      "activities that a list of messages brings, and takes away", .baseline,
      events: start, "ACTIVITY_SNAPSHOT messageId=a activityType=x content={}",
      #"MESSAGES_SNAPSHOT messages=[{"id":"b","role":"activity","activityType":"x","content":{}}]"#,
      "ACTIVITY_DELTA messageId=b activityType=x patch=[]",
      "ACTIVITY_DELTA messageId=a activityType=x patch=[]", finish),
    SampleSequence(
      "activities that a list of other messages leaves",
      events: start, "ACTIVITY_SNAPSHOT messageId=a activityType=x content={}",
      "MESSAGES_SNAPSHOT messages=[]", "ACTIVITY_DELTA messageId=a activityType=x patch=[]", finish),
    SampleSequence(
      "a state that only the client knows",
      events: start, #"STATE_DELTA delta=[{"op":"remove","path":"/n"}]"#, finish),
    SampleSequence(
      "a state that is known", .patch,
      events: start, "STATE_SNAPSHOT snapshot=[]",
      #"STATE_DELTA delta=[{"op":"add","path":"/-","value":1}]"#,
      #"STATE_DELTA delta=[{"op":"remove","path":"/1"}]"#, finish),
    SampleSequence(
      "the state of the input", .patch,
      events: start + #" input={"threadId":"t","runId":"r","messages":[]}"#,
      #"STATE_DELTA delta=[{"op":"add","path":"/n","value":1}]"#,
      #"STATE_DELTA delta=[{"op":"remove","path":"/x"}]"#, finish),
    SampleSequence(
      "an activity of another", .owners,
      events: start, "ACTIVITY_SNAPSHOT messageId=a activityType=x content={} \(sub)",
      "ACTIVITY_DELTA messageId=a activityType=x patch=[]",
      "ACTIVITY_DELTA messageId=a activityType=x patch=[] subagentRunId=x", finish),
  ]
}

@Suite("Sequences of AG-UI's events")
struct AGUISequenceTests {
  @Test("have the faults that they have", arguments: SampleSequence.all)
  func faults(sample: SampleSequence) throws {
    let faults = try sample.taken()
    #expect(faults.map(\.kind) == sample.faults, "\(faults)")
    for fault in faults { #expect(fault.expected != fault.found && !fault.found.isEmpty) }
  }

  @Test("of all kinds of faults are among the samples")
  func kinds() {
    #expect(Set(SampleSequence.all.flatMap(\.faults)) == Set(AGUIFault.Kind.allCases))
    #expect(SampleSequence.all.count { $0.faults.isEmpty } >= 20)
  }

  @Test("may have many things open at once")
  func size() throws {
    var sequence = AGUISequence()
    for number in 0..<20_000 {
      let text = #"{"type":"STEP_STARTED","stepName":"\#(number)"}"#
      let value = try WireDecoding.JSONValue(parsing: Array(text.utf8))
      _ = try AGUIEvent.read(value, declaring: nil).map { sequence.take($0) }
    }
    let end = try WireDecoding.JSONValue(
      parsing: Array(#"{"type":"RUN_FINISHED","threadId":"","runId":""}"#.utf8))
    let faults = try AGUIEvent.read(end, declaring: nil).map { sequence.take($0) }
    #expect(faults?.count == 20_000)
  }

  @Test("tell what an activity has become")
  func activity() throws {
    var sequence = AGUISequence()
    for text in [
      #"{"type":"ACTIVITY_SNAPSHOT","messageId":"a","activityType":"x","content":{"n":0}}"#,
      #"{"type":"ACTIVITY_DELTA","messageId":"a","activityType":"y","patch":[{"op":"replace","path":"/n","value":1}]}"#,
    ] {
      let value = try WireDecoding.JSONValue(parsing: Array(text.utf8))
      _ = try AGUIEvent.read(value, declaring: nil).map { sequence.take($0) }
    }
    let activity = sequence.activity("a")
    #expect(activity?.type == "y")
    #expect(activity?.content["n"] == .number(try #require(JSONNumberOne.value)))
    #expect(sequence.activity("b") == nil)
  }
}

/// The number 1 as a JSON text gives it.
private enum JSONNumberOne {
  static var value: JSONNumber? {
    guard case .number(let number)? = try? WireDecoding.JSONValue(parsing: Array("1".utf8)) else {
      return nil
    }
    return number
  }
}
