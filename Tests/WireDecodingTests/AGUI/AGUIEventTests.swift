import Testing
import WireDecoding

@Suite("Events of AG-UI")
struct AGUIEventTests {
  private func read(_ text: String, declaring version: String? = "1.0") throws -> AGUIEvent? {
    try AGUIEvent.read(WireDecoding.JSONValue(parsing: Array(text.utf8)), declaring: version)
  }

  @Test("of several operations that are none, the first is named")
  func firstUnknownOperation() {
    let delta =
      #"[{"op":"add","path":"/a","value":1},{"op":"one","path":""},{"op":"two","path":""}]"#
    let error = #expect(throws: AGUIEventError.self) {
      try read(#"{"type":"STATE_DELTA","delta":\#(delta)}"#)
    }
    #expect(error.map { "\($0)" }?.contains("one") == true)
    #expect(error.map { "\($0)" }?.contains("two") == false)
  }

  /// One of each type, with everything that it may have.
  static let whole: [String] = [
    #"{"type":"RUN_STARTED","threadId":"t","runId":"r","protocolVersion":"1.0","parentRunId":"p","input":{"threadId":"t","runId":"r","state":[1],"messages":[{"id":"1","role":"user","content":[{"type":"text","text":"hi","metadata":1},{"type":"image","id":"i","source":{"type":"url","value":"u"}},{"type":"document","source":{"type":"file","value":"f","provider":"x"}}]},{"id":"2","role":"assistant","toolCalls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{"},"encryptedValue":"e"}]},{"id":"3","role":"tool","toolCallId":"c","content":"","error":"e"},{"id":"4","role":"system","content":"","name":"n"},{"id":"5","role":"developer","content":""},{"id":"6","role":"activity","activityType":"a","content":{}},{"id":"7","role":"reasoning","content":""}],"tools":[{"name":"f","description":"d","parameters":{}}],"context":[{"description":"d","value":"v"}],"forwardedProps":0,"resume":[{"interruptId":"i","status":"resolved","payload":1}]}}"#,
    #"{"type":"RUN_FINISHED","threadId":"t","runId":"r","result":{"a":null},"outcome":{"type":"success","pendingToolCallIds":["c"]},"usage":[{"provider":"p","model":"m","inputTokens":1,"outputTokens":2,"totalTokens":3,"reasoningTokens":0,"cachedInputTokens":0,"cacheWriteInputTokens":1.0}]}"#,
    #"{"type":"RUN_FINISHED","threadId":"t","runId":"r","outcome":{"type":"interrupt","interrupts":[{"id":"i","reason":"r","message":"m","toolCallId":"c","responseSchema":{"type":"object"},"expiresAt":"soon","metadata":{},"subagentRunId":"s"}]}}"#,
    #"{"type":"RUN_FINISHED","threadId":"t","runId":"r","outcome":{"type":"cancelled"}}"#,
    #"{"type":"RUN_ERROR","message":"m","code":"c","usage":[]}"#,
    #"{"type":"STEP_STARTED","stepName":"s","timestamp":1,"rawEvent":{},"metadata":{"a":null},"subagentRunId":"s"}"#,
    #"{"type":"STEP_FINISHED","stepName":"s","timestamp":-9007199254740991}"#,
    #"{"type":"TEXT_MESSAGE_START","messageId":"m","role":"developer","name":"n"}"#,
    #"{"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":""}"#,
    #"{"type":"TEXT_MESSAGE_END","messageId":"m"}"#,
    #"{"type":"TEXT_MESSAGE_CHUNK"}"#,
    #"{"type":"TEXT_MESSAGE_CHUNK","messageId":"m","role":"user","delta":"d","name":"n"}"#,
    #"{"type":"TOOL_CALL_START","toolCallId":"c","toolCallName":"f","parentMessageId":"m"}"#,
    #"{"type":"TOOL_CALL_ARGS","toolCallId":"c","delta":"{"}"#,
    #"{"type":"TOOL_CALL_END","toolCallId":"c"}"#,
    #"{"type":"TOOL_CALL_CHUNK","toolCallId":"c","toolCallName":"f","parentMessageId":"m","delta":"d"}"#,
    #"{"type":"TOOL_CALL_RESULT","messageId":"m","toolCallId":"c","content":"text","role":"tool"}"#,
    #"{"type":"TOOL_CALL_RESULT","messageId":"m","toolCallId":"c","content":[{"type":"audio","source":{"type":"data","value":"","mimeType":"audio/ogg"}}]}"#,
    #"{"type":"REASONING_START","messageId":"m"}"#,
    #"{"type":"REASONING_MESSAGE_START","messageId":"m","role":"reasoning"}"#,
    #"{"type":"REASONING_MESSAGE_CONTENT","messageId":"m","delta":"d"}"#,
    #"{"type":"REASONING_MESSAGE_END","messageId":"m"}"#,
    #"{"type":"REASONING_MESSAGE_CHUNK","messageId":"m","delta":"d"}"#,
    #"{"type":"REASONING_END","messageId":"m"}"#,
    #"{"type":"REASONING_ENCRYPTED_VALUE","subtype":"tool-call","entityId":"c","encryptedValue":"e"}"#,
    #"{"type":"STATE_SNAPSHOT","snapshot":null}"#,
    #"{"type":"STATE_DELTA","delta":[{"op":"remove","path":"/a","value":1}]}"#,
    #"{"type":"MESSAGES_SNAPSHOT","messages":[]}"#,
    #"{"type":"ACTIVITY_SNAPSHOT","messageId":"m","activityType":"a","content":{"any":[null]},"replace":false}"#,
    #"{"type":"ACTIVITY_DELTA","messageId":"m","activityType":"a","patch":[]}"#,
    #"{"type":"SUBAGENT_STARTED","subagentRunId":"s","name":"n","description":"d","parentSubagentRunId":"p","parentToolCallId":"c","parentMessageId":"m"}"#,
    #"{"type":"SUBAGENT_FINISHED","subagentRunId":"s","result":1,"outcome":{"type":"suspended","interruptIds":[]}}"#,
    #"{"type":"SUBAGENT_FINISHED","subagentRunId":"s","outcome":{"type":"success"}}"#,
    #"{"type":"SUBAGENT_ERROR","subagentRunId":"s","message":"m","code":"c"}"#,
    #"{"type":"RAW","event":null,"source":"s"}"#,
    #"{"type":"CUSTOM","name":"n","value":null}"#,
  ]

  @Test("are read with all that they may have", arguments: whole)
  func reading(text: String) throws {
    let event = try #require(try read(text))
    #expect(text.hasPrefix(#"{"type":"\#(event.kind.rawValue)""#))
  }

  @Test("are of 31 types, each of which is tried")
  func kinds() throws {
    let kinds = Set(try Self.whole.compactMap { try read($0)?.kind })
    #expect(kinds == Set(AGUIEvent.Kind.allCases))
    #expect(kinds.count == 31)
  }

  @Test("are closed, and say null of nothing that is absent", arguments: whole)
  func closed(text: String) throws {
    #expect(throws: AGUIEventError.self) { try read(text.dropLast() + #","mine":1}"#) }
    let event = try #require(try read(text))
    let known: Set = ["metadata", "rawEvent", "timestamp"]
    guard case .object(let members) = event.value else { return }
    for name in known where event[name] == nil {
      let error = #expect(throws: AGUIEventError.self) {
        try read(text.dropLast() + #","\#(name)":null}"#)
      }
      #expect(error?.place == name)
    }
    // Without any of its members it is another event, or one that is allowed too; it never traps.
    for index in members.indices {
      var rest = members
      rest.remove(at: index)
      _ = try? AGUIEvent.read(.object(rest), declaring: "1.0")
      rest = members
      rest[index] = .init(name: members[index].name, value: .array([.null]))
      let isOpen = ["value", "event", "snapshot", "result", "rawEvent"].contains(rest[index].name)
      if isOpen { continue }
      #expect(throws: AGUIEventError.self) {
        try AGUIEvent.read(.object(rest), declaring: "1.0")
      }
    }
  }

  @Test(
    "are refused at the place that is wrong",
    arguments: [
      (#"[]"#, ""), (#"{}"#, "type"), (#"{"type":null}"#, "type"),
      (#"{"type":"THINKING_START"}"#, "type"), (#"{"type":"RUN_STARTED","threadId":"t"}"#, "runId"),
      (#"{"type":"RUN_STARTED","thread_id":"t","runId":"r"}"#, "thread_id"),
      (#"{"type":"RUN_STARTED","threadId":"t","runId":7}"#, "runId"),
      (
        #"{"type":"RUN_STARTED","threadId":"t","runId":"r","protocolVersion":1.0}"#,
        "protocolVersion"
      ),
      (#"{"type":"STEP_STARTED","stepName":"s","timestamp":1.5}"#, "timestamp"),
      (#"{"type":"STEP_STARTED","stepName":"s","timestamp":"2026-11-29"}"#, "timestamp"),
      (#"{"type":"STEP_STARTED","stepName":"s","timestamp":9007199254740992}"#, "timestamp"),
      (#"{"type":"STEP_STARTED","stepName":"s","timestamp":1e300}"#, "timestamp"),
      (#"{"type":"RUN_ERROR","message":"m","subagentRunId":"s"}"#, "subagentRunId"),
      (#"{"type":"RUN_FINISHED","threadId":"t","runId":"r","outcome":"success"}"#, "outcome"),
      (
        #"{"type":"RUN_FINISHED","threadId":"t","runId":"r","outcome":{"type":"paused"}}"#,
        "outcome.type"
      ),
      (
        #"{"type":"RUN_FINISHED","threadId":"t","runId":"r","outcome":{"type":"cancelled","reason":"x"}}"#,
        "outcome.reason"
      ),
      (
        #"{"type":"RUN_FINISHED","threadId":"t","runId":"r","outcome":{"type":"interrupt","interrupts":[]}}"#,
        "outcome.interrupts"
      ),
      (#"{"type":"RUN_FINISHED","threadId":"t","runId":"r","result":null}"#, "result"),
      (
        #"{"type":"RUN_FINISHED","threadId":"t","runId":"r","usage":[{"inputTokens":-1}]}"#,
        "usage[0].inputTokens"
      ),
      (#"{"type":"TEXT_MESSAGE_START","messageId":"m","role":"tool"}"#, "role"),
      (#"{"type":"REASONING_MESSAGE_START","messageId":"m"}"#, "role"),
      (#"{"type":"STATE_DELTA","delta":{"op":"add"}}"#, "delta"),
      (#"{"type":"STATE_DELTA","delta":[{"op":"increment","path":"/a"}]}"#, "delta"),
      (#"{"type":"ACTIVITY_SNAPSHOT","messageId":"m","activityType":"a","content":[]}"#, "content"),
      (
        #"{"type":"MESSAGES_SNAPSHOT","messages":[{"id":"1","role":"user","content":[{"type":"hologram"}]}]}"#,
        "messages[0].content[0].type"
      ),
      (
        #"{"type":"MESSAGES_SNAPSHOT","messages":[{"id":"1","role":"activity","activityType":"a","content":{},"name":"n"}]}"#,
        "messages[0].name"
      ),
      (
        #"{"type":"REASONING_ENCRYPTED_VALUE","subtype":"message","entityId":"m","encryptedValue":"e","encryptedValueType":"k"}"#,
        "encryptedValueType"
      ),
    ])
  func refusal(text: String, place: String) throws {
    let error = #expect(throws: AGUIEventError.self) { try read(text) }
    #expect(error?.place == place)
    #expect(error?.description.contains("expected ") == true)
  }

  @Test("may have what a later version adds, if that is what is declared")
  func versions() throws {
    let secret =
      #"{"type":"REASONING_ENCRYPTED_VALUE","subtype":"message","entityId":"m","encryptedValue":"e","encryptedValueType":"k"}"#
    for version in ["1.1", "1.10", "2.0", "next", nil] {
      #expect(try read(secret, declaring: version) != nil)
    }
    for version in ["1.2", "1.10", "2.0", "0.9", "2026-11-29", ""] {
      #expect(try read(#"{"type":"HOLOGRAM","x":1}"#, declaring: version) == nil)
      #expect(try read(#"{"type":"STEP_STARTED","stepName":"s","x":1}"#, declaring: version) != nil)
      // What is known stays what it is.
      #expect(throws: AGUIEventError.self) {
        try read(#"{"type":"STEP_STARTED","stepName":1}"#, declaring: version)
      }
    }
    for version in ["1.0", "1.1", "1.00", nil] {
      #expect(throws: AGUIEventError.self) { try read(#"{"type":"HOLOGRAM"}"#, declaring: version) }
    }
    // A start declares its own.
    let start = #"{"type":"RUN_STARTED","threadId":"t","runId":"r","x":1,"protocolVersion":"1.2"}"#
    #expect(try read(start, declaring: "1.0") != nil)
  }
}
