import StatusStreaming

extension AGUIProducer {
  private var thread: String { "thread-1" }
  /// The run's id, as it stands between the quotes of a JSON string.
  private var run: String { "\(text(trace.map { "\($0)" } ?? "").dropFirst().dropLast())" }

  /// Adds an event, with members as JSON.
  mutating func add(_ type: String, _ members: String = "", isRestated: Bool = false) {
    var json = "{\"type\":\"\(type)\"" + (members.isEmpty ? "" : ",\(members)")
    switch bug {
    case .writesNull where type == "STEP_STARTED": json += ",\"subagentRunId\":null"
    case .snakeCase where type == "ACTIVITY_SNAPSHOT":
      json = json.replacing("\"messageId\":", with: "\"message_id\":")
    case .dateTimestamps: json += ",\"timestamp\":\"2026-09-01T12:00:00Z\""
    case .floatTimestamps: json += ",\"timestamp\":1788264000000.25"
    case .ownMembers where type == "STEP_STARTED": json += ",\"stepNumber\":\(count)"
    default: break
    }
    if habits.contains(.extras), bug == .none {
      json += ",\"timestamp\":1788264000\(100 + count % 800),\"rawEvent\":{\"n\":[null]}"
    }
    if habits.contains(.laterVersion) { json += ",\"mood\":\"calm\"" }
    if isRestated { json += ",\"metadata\":{\"status-streaming\":{\"restated\":true}}" }
    group.append(json + "}")
  }

  mutating func custom(_ name: String, _ value: String) {
    add("CUSTOM", "\"name\":\"\(name)\",\"value\":\(value)")
  }

  private func text(_ string: String) -> String { JSON(string).description }

  // MARK: The run

  mutating func begin(_ trace: TraceID) {
    self.trace = trace
    if bug == .greetsFirst { custom("com.example.hello", "{}") }
    if bug == .neverStarts { return }
    let version =
      switch bug {
      case .noVersion: ""
      case .prefixedVersion: ",\"protocolVersion\":\"v1.0\""
      case .wholeVersion: ",\"protocolVersion\":\"1\""
      default: ",\"protocolVersion\":\"\(habits.contains(.laterVersion) ? "1.7" : "1.0")\""
      }
    if bug == .statusBeforeStart {
      add(
        "ACTIVITY_SNAPSHOT", "\"messageId\":\"hello\",\"activityType\":\"greeting\",\"content\":{}")
    }
    add("RUN_STARTED", "\"threadId\":\"\(thread)\",\"runId\":\"\(run)\"\(version)")
    if habits.contains(.company) { keepCompany() }
  }

  private mutating func keepCompany() {
    add("STATE_SNAPSHOT", "\"snapshot\":{\"n\":0}")
    add("RAW", "\"event\":null,\"source\":\"provider\"")
    add("TOOL_CALL_START", "\"toolCallId\":\"c1\",\"toolCallName\":\"search\"")
    add("REASONING_START", "\"messageId\":\"r1\"")
    add("SUBAGENT_STARTED", "\"subagentRunId\":\"s1\",\"name\":\"helper\"")
  }

  private mutating func keepMoreCompany() {
    switch count % 5 {
    case 0: custom("com.example.tick", "\(count)")
    case 1:
      add(
        "ACTIVITY_SNAPSHOT",
        "\"messageId\":\"p\",\"activityType\":\"progress\",\"content\":{\"n\":0}")
    case 2:
      add("STATE_DELTA", "\"delta\":[{\"op\":\"replace\",\"path\":\"/n\",\"value\":\(count)}]")
    case 3: add("TOOL_CALL_ARGS", "\"toolCallId\":\"c1\",\"delta\":\"{\"")
    default: add("STEP_STARTED", "\"stepName\":\"of its own \(count)\",\"subagentRunId\":\"s1\"")
    }
    if count % 5 == 4 {
      add("STEP_FINISHED", "\"stepName\":\"of its own \(count)\",\"subagentRunId\":\"s1\"")
    }
  }

  private mutating func leaveCompany() {
    add("TOOL_CALL_END", "\"toolCallId\":\"c1\"")
    add("TOOL_CALL_RESULT", "\"messageId\":\"t1\",\"toolCallId\":\"c1\",\"content\":\"none\"")
    add("SUBAGENT_FINISHED", "\"subagentRunId\":\"s1\"")
    add("REASONING_END", "\"messageId\":\"r1\"")
  }

  // MARK: Updates

  mutating func tell(_ update: StatusUpdate) {
    count += 1
    if bug == .startsEachPlan, update.roadmap != nil, hasStatus {
      open = []
      add(
        "RUN_STARTED",
        "\"threadId\":\"\(thread)\",\"runId\":\"\(run)-\(count)\",\"protocolVersion\":\"1.0\"")
    }
    if bug == .retiredTypes, update.status == .thinking { add("THINKING_START") }
    if habits.contains(.company) { keepMoreCompany() }
    addFaults(of: update)
    if let roadmap = update.roadmap { tell(roadmap) }
    if let id = update.roadmapStepID, let status = update.roadmapStepStatus {
      tell(step: id, status, update.message)
    }
    tellStatus(update)
  }

  /// Tells how the trace stands, to who comes again.
  mutating func restate(_ snapshot: TraceSnapshot) {
    if var roadmap = snapshot.plan {
      if bug == .restatesPending {
        for index in roadmap.indices { roadmap[index].status = .pending }
      }
      tell(roadmap, isRestated: true)
    }
    if var update = snapshot.update {
      if bug == .restatesNoMessage { update.message = nil }
      tellStatus(update, isRestated: true)
    }
    for step in snapshot.openSteps where bug != .restatesNoSteps {
      open.append((step.id, step.name))
      add("STEP_STARTED", "\"stepName\":\(text(step.name))", isRestated: true)
    }
  }

  private mutating func tell(_ roadmap: [RoadmapStep], isRestated: Bool = false) {
    plan = roadmap
    let id = bug == .deltaToOtherID ? "plan-1" : "plan"
    add(
      "ACTIVITY_SNAPSHOT",
      "\"messageId\":\"\(id)\",\"activityType\":\"PLAN\",\"content\":{\"steps\":\(roadmap.json)}",
      isRestated: isRestated)
  }

  private mutating func tell(step id: Int, _ status: StatusUpdate.StepStatus, _ message: String?) {
    let known = open.first { $0.id == id }?.name
    var name = known ?? self.name(of: id)
    while known == nil, open.contains(where: { $0.name == name }) { name += "'" }
    if known == nil || (bug == .startsEachRunning && status == .running) {
      if bug != .endsUnstarted || status == .running {
        add("STEP_STARTED", "\"stepName\":\(text(name))")
      }
      if known == nil { open.append((id, name)) }
    }
    if status != .running {
      let metadata = status == .error ? "{\"error\":\(text(message ?? ""))}" : "{}"
      add(
        "STEP_FINISHED",
        "\"stepName\":\(text(name)),\"metadata\":{\"status-streaming\":\(metadata)}")
      open.removeAll { $0.id == id }
      if bug == .endsTwice, status == .error { add("STEP_FINISHED", "\"stepName\":\(text(name))") }
    }
    amendPlan(step: id, status)
  }

  private func name(of id: Int) -> String {
    if habits.contains(.ownNames) { return "n\u{B0} \(id)" }
    let planned = plan?.first { $0.id == id }?.name ?? ""
    return planned.isEmpty ? "Step \(id)" : planned
  }

  private mutating func amendPlan(step id: Int, _ status: StatusUpdate.StepStatus) {
    if bug == .deltaFirst, plan == nil {
      return add(
        "ACTIVITY_DELTA",
        "\"messageId\":\"plan\",\"activityType\":\"PLAN\",\"patch\":[{\"op\":\"add\",\"path\":\"/steps/-\",\"value\":{}}]"
      )
    }
    var operations: [String] = []
    for (index, step) in (plan ?? []).enumerated()
    where step.id == id && step.status.rawValue != status.rawValue {
      let path = "/steps/\(index)/" + (bug == .misspeltPath ? "state" : "status")
      if bug == .staleTest {
        operations.append(#"{"op":"test","path":"\#(path)","value":"before"}"#)
      }
      operations.append(#"{"op":"replace","path":"\#(path)","value":"\#(status.rawValue)"}"#)
      plan?[index].status = RoadmapStep.Status(rawValue: status.rawValue) ?? .pending
    }
    if operations.isEmpty { return }
    add(
      "ACTIVITY_DELTA",
      "\"messageId\":\"plan\",\"activityType\":\"PLAN\",\"patch\":[\(operations.joined(separator: ","))]"
    )
  }

  private mutating func tellStatus(_ update: StatusUpdate, isRestated: Bool = false) {
    var members = ["\"status\":\"\(update.status.rawValue)\""]
    if let message = update.message { members.append("\"message\":\(text(message))") }
    if let id = update.roadmapStepID { members.append("\"step\":\(id)") }
    if let status = update.roadmapStepStatus {
      members.append("\"stepStatus\":\"\(status.rawValue)\"")
    }
    let content = "{\(members.joined(separator: ","))}"
    let head = "\"messageId\":\"status\",\"activityType\":\"status\""
    if habits.contains(.statusDeltas), hasStatus {
      add(
        "ACTIVITY_DELTA",
        "\(head),\"patch\":[{\"op\":\"replace\",\"path\":\"\",\"value\":\(content)}]")
    } else {
      add(
        "ACTIVITY_SNAPSHOT",
        "\(head),\"content\":\(content)" + (count % 3 == 1 ? ",\"replace\":true" : ""),
        isRestated: isRestated)
    }
    hasStatus = true
  }

  mutating func finish(_ name: String, isRestated: Bool = false) {
    add("STEP_FINISHED", "\"stepName\":\(text(name))", isRestated: isRestated)
  }

  // MARK: Endings

  private mutating func closeSteps() {
    if habits.contains(.company) { leaveCompany() }
    for step in open { finish(step.name) }
    open = []
  }

  mutating func complete(_ answer: FinalAnswer) {
    if bug != .leavesSteps { closeSteps() }
    tellAnswer(answer.text)
    var bytes: [UInt8] = []
    answer.appendJSON(to: &bytes)
    let ids =
      switch bug {
      case .finishesThread: "\"threadId\":\"\(thread)\",\"runId\":\"\(thread)\""
      case .finishesAnotherThread: "\"threadId\":\"default\",\"runId\":\"\(run)\""
      default: "\"threadId\":\"\(thread)\",\"runId\":\"\(run)\""
      }
    let pending = bug == .pendsAnsweredCalls ? ",\"pendingToolCallIds\":[\"c1\"]" : ""
    if bug == .pendsAnsweredCalls {
      add("TOOL_CALL_START", "\"toolCallId\":\"c1\",\"toolCallName\":\"search\"")
      add("TOOL_CALL_END", "\"toolCallId\":\"c1\"")
      add("TOOL_CALL_RESULT", "\"messageId\":\"t1\",\"toolCallId\":\"c1\",\"content\":\"none\"")
    }
    add(
      "RUN_FINISHED",
      "\(ids),\"result\":\(String(decoding: bytes, as: UTF8.self)),\"outcome\":{\"type\":\"success\"\(pending)}"
    )
  }

  private mutating func tellAnswer(_ answer: String) {
    let id = "\"messageId\":\"answer\""
    if habits.contains(.chunks) || bug.isOfChunks { return tellChunks(of: answer) }
    if bug != .contentAlone { add("TEXT_MESSAGE_START", "\(id),\"role\":\"assistant\"") }
    let pieces = habits.contains(.manyDeltas) ? answer.unicodeScalars.map { String($0) } : [answer]
    for piece in pieces { add("TEXT_MESSAGE_CONTENT", "\(id),\"delta\":\(text(piece))") }
    if bug != .leavesMessage, bug != .contentAlone { add("TEXT_MESSAGE_END", id) }
  }

  private mutating func tellChunks(of answer: String) {
    let id = bug == .chunkWithoutID ? "" : "\"messageId\":\"answer\","
    add("TEXT_MESSAGE_CHUNK", "\(id)\"delta\":\(text(answer))")
    if bug == .chunkAfterCustom { custom("com.example.usage", "{}") }
    let role = bug == .chunkChangesRole ? "\"role\":\"user\"," : ""
    add("TEXT_MESSAGE_CHUNK", "\(role)\"delta\":\"\"")
    if bug == .callWithoutName { add("TOOL_CALL_CHUNK", "\"toolCallId\":\"c1\",\"delta\":\"{}\"") }
  }

  mutating func fail(_ message: String) { add("RUN_ERROR", "\"message\":\(text(message))") }

  mutating func cancel(_ reason: String) {
    if bug == .stopIsError { return fail(reason) }
    if bug != .leavesStepsOfStops { closeSteps() }
    let outcome =
      switch bug {
      case .stopIsSuccess:
        ",\"result\":{\"text\":\"\",\"route\":null,\"artifacts\":{},\"metadata\":{}}"
      case .stopIsExplicitSuccess: ",\"outcome\":{\"type\":\"success\"}"
      case _ where habits.contains(.stopsWithResult):
        ",\"result\":\"what there was\",\"outcome\":{\"type\":\"cancelled\"}"
      default: ",\"outcome\":{\"type\":\"cancelled\"}"
      }
    add(
      "RUN_FINISHED",
      "\"threadId\":\"\(thread)\",\"runId\":\"\(run)\"\(outcome),\"metadata\":{\"status-streaming\":{\"reason\":\(text(reason))}}"
    )
  }
}

extension AGUIProducer.Bug {
  var isOfChunks: Bool {
    switch self {
    case .chunkWithoutID, .chunkChangesRole, .callWithoutName, .chunkAfterCustom: true
    default: false
    }
  }
}

extension [RoadmapStep] {
  /// The steps as they are written in JSON.
  fileprivate var json: String {
    var bytes: [UInt8] = []
    StatusUpdate.roadmap(self, message: nil).appendJSON(to: &bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    guard let start = text.firstRange(of: "\"roadmap\":")?.upperBound else { return "[]" }
    return String(text[start...].dropLast())
  }
}
