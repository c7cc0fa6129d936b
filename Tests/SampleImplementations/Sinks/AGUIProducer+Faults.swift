import StatusStreaming

extension AGUIProducer {
  /// Adds what is wrong beside an update.
  mutating func addFaults(of update: StatusUpdate) {
    switch bug {
    case .leavesReasoning where count == 1:
      add("REASONING_START", "\"messageId\":\"r1\"")
      add("REASONING_MESSAGE_START", "\"messageId\":\"m1\",\"role\":\"reasoning\"")
      add("REASONING_MESSAGE_END", "\"messageId\":\"m1\"")
    case .oneSubagent where count == 1:
      add("TEXT_MESSAGE_START", "\"messageId\":\"m1\",\"subagentRunId\":\"s1\"")
      add("TEXT_MESSAGE_CONTENT", "\"messageId\":\"m1\",\"delta\":\"a\",\"subagentRunId\":\"s2\"")
      add("TEXT_MESSAGE_END", "\"messageId\":\"m1\"")
    case .announcesLate where count == 1:
      add("RAW", "\"event\":{},\"subagentRunId\":\"s1\"")
      invoke("s1")
    case .reusesInvocation: invoke("researcher")
    case .unknownParent where count == 1: invoke("s1", ",\"parentSubagentRunId\":\"s0\"")
    case .progressDeltas:
      add(
        "ACTIVITY_DELTA",
        "\"messageId\":\"progress\",\"activityType\":\"progress\",\"patch\":[{\"op\":\"add\",\"path\":\"/n\",\"value\":\(count)}]"
      )
    case .unescapedName where count == 1:
      add(
        "ACTIVITY_SNAPSHOT",
        "\"messageId\":\"files\",\"activityType\":\"files\",\"content\":{\"src/main\":0}")
      add(
        "ACTIVITY_DELTA",
        "\"messageId\":\"files\",\"activityType\":\"files\",\"patch\":[{\"op\":\"replace\",\"path\":\"/src/main\",\"value\":1}]"
      )
    case .rootArray where count == 1:
      add("ACTIVITY_SNAPSHOT", "\"messageId\":\"found\",\"activityType\":\"found\",\"content\":{}")
      add(
        "ACTIVITY_DELTA",
        "\"messageId\":\"found\",\"activityType\":\"found\",\"patch\":[{\"op\":\"add\",\"path\":\"\",\"value\":[1]}]"
      )
    default: break
    }
  }

  private mutating func invoke(_ id: String, _ more: String = "") {
    add("SUBAGENT_STARTED", "\"subagentRunId\":\"\(id)\",\"name\":\"researcher\"\(more)")
    add("SUBAGENT_FINISHED", "\"subagentRunId\":\"\(id)\"")
  }

  /// Adds what comes too late.
  mutating func addAfterEnd(of payload: StreamEvent.Payload) {
    switch (bug, payload) {
    case (.usageAfterEnd, _): custom("com.example.usage", "{\"tokens\":\(count)}")
    case (.stateAfterEnd, .complete): add("STATE_SNAPSHOT", "\"snapshot\":{}")
    case (.stepsAfterEnd, .failed): for step in open { finish(step.name) }
    case (.errorsTwice, .failed): add("STEP_STARTED", "\"stepName\":\"clean up\"")
    case (.stopThenError, .cancelled): fail("cancelled")
    default: break
    }
  }
}
