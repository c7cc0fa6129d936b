/// What this package says in events of the AG-UI protocol, each a JSON object.
///
/// Names and members are those of AG-UI 1.0 (`spec/1.0/schema.json`), whose objects are closed: what it
/// has no member for stands in the metadata, under a key of the package's own.
enum AGUIEvent: Sendable {
  case runStarted
  case stepStarted(TraceSnapshot.OpenStep)
  /// A step that ends, with what is said about an error.
  case stepFinished(TraceSnapshot.OpenStep, error: String? = nil)
  /// What the agent says, all but the plan; `nil` if it is not known.
  case status(StatusUpdate?)
  /// The plan; `nil` if it is not known.
  case plan([RoadmapStep]?)
  /// New states of the plan's steps, by their places.
  case planSteps([(index: Int, status: RoadmapStep.Status)])
  case gap(lost: Int)
  case textStarted
  case text(String)
  case textEnded
  case runComplete(FinalAnswer)
  case runCancelled(reason: String)
  case runFailed(message: String)
}

/// What is the same in all events of a connection.
struct AGUIRun: Sendable, Hashable {
  /// The conversation that the run belongs to.
  let threadID: String
  /// When the trace was opened, counted from 1970.
  let startedAt: Duration

  /// The largest magnitude of a number that every reader of JSON takes.
  private static let maximumInteger: Int128 = 9_007_199_254_740_991

  /// A time of the trace in milliseconds since 1970, held within what may be written.
  func timestamp(at time: Duration) -> Int {
    let (start, elapsed) = (startedAt.milliseconds, time.milliseconds)
    return Int(min(max(start + elapsed, -Self.maximumInteger), Self.maximumInteger))
  }
}

extension Duration {
  /// Whole milliseconds, cut towards the past.
  fileprivate var milliseconds: Int128 {
    let (quotient, remainder) = attoseconds.quotientAndRemainder(
      dividingBy: 1_000_000_000_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension AGUIEvent {
  /// Appends the event as one line of JSON.
  ///
  /// - Parameters:
  ///   - run: what all events of the connection have in common.
  ///   - trace: the run's name.
  ///   - timestamp: when it happened, in milliseconds since 1970.
  ///   - cursor: where a client is that has the event, if it is to be said here.
  ///   - isRestated: whether it tells again what a client may have been told.
  func appendJSON(
    to bytes: inout [UInt8], of run: AGUIRun, trace: TraceID, at timestamp: Int, cursor: Cursor?,
    isRestated: Bool
  ) {
    bytes.append("{\"type\":\"")
    bytes.append(type)
    bytes.append("\",\"timestamp\":")
    bytes.append(json: timestamp)
    appendMembers(to: &bytes, of: run, trace)
    appendMetadata(to: &bytes, cursor: cursor, isRestated: isRestated)
    bytes.append(UInt8(ascii: "}"))
  }

  private var type: StaticString {
    switch self {
    case .runStarted: "RUN_STARTED"
    case .stepStarted: "STEP_STARTED"
    case .stepFinished: "STEP_FINISHED"
    case .status, .plan: "ACTIVITY_SNAPSHOT"
    case .planSteps: "ACTIVITY_DELTA"
    case .gap: "CUSTOM"
    case .textStarted: "TEXT_MESSAGE_START"
    case .text: "TEXT_MESSAGE_CONTENT"
    case .textEnded: "TEXT_MESSAGE_END"
    case .runComplete, .runCancelled: "RUN_FINISHED"
    case .runFailed: "RUN_ERROR"
    }
  }

  private func appendMembers(to bytes: inout [UInt8], of run: AGUIRun, _ trace: TraceID) {
    switch self {
    case .runStarted:
      bytes.append(run, trace)
      bytes.append(",\"protocolVersion\":\"1.0\"")
    case .stepStarted(let step), .stepFinished(let step, _):
      bytes.append(",\"stepName\":")
      bytes.append(nameOf: step)
    case .status(let update):
      bytes.append(message: "status", of: trace)
      bytes.append(",\"activityType\":\"status\",\"content\":")
      bytes.append(update)
    case .plan(let plan):
      bytes.append(message: "plan", of: trace)
      bytes.append(",\"activityType\":\"PLAN\",\"content\":")
      bytes.append(plan)
    case .planSteps(let changes):
      bytes.append(message: "plan", of: trace)
      bytes.append(",\"activityType\":\"PLAN\",\"patch\":[")
      bytes.append(changes)
      bytes.append(UInt8(ascii: "]"))
    case .gap(let lost):
      bytes.append(",\"name\":\"status-streaming.gap\",\"value\":{\"lost\":")
      bytes.append(json: lost)
      bytes.append(UInt8(ascii: "}"))
    case .textStarted:
      bytes.append(message: "answer", of: trace)
      bytes.append(",\"role\":\"assistant\"")
    case .text(let text):
      bytes.append(message: "answer", of: trace)
      bytes.append(",\"delta\":")
      bytes.append(json: text, .portable)
    case .textEnded: bytes.append(message: "answer", of: trace)
    case .runComplete(let answer):
      bytes.append(run, trace)
      bytes.append(",\"result\":")
      answer.appendJSON(to: &bytes, profile: .portable)
      bytes.append(",\"outcome\":{\"type\":\"success\"}")
    case .runCancelled:
      bytes.append(run, trace)
      bytes.append(",\"outcome\":{\"type\":\"cancelled\"}")
    case .runFailed(let message):
      bytes.append(",\"message\":")
      bytes.append(json: message, .portable)
    }
  }

  /// Appends what the protocol has no member for, if there is any.
  private func appendMetadata(to bytes: inout [UInt8], cursor: Cursor?, isRestated: Bool) {
    guard cursor != nil || hasMetadata || isRestated else { return }
    let start = bytes.count
    bytes.append(",\"metadata\":{\"status-streaming\":{")
    let inside = bytes.count
    if let cursor {
      bytes.append(",\"id\":\"")
      bytes.append(cursor: cursor)
      bytes.append(UInt8(ascii: "\""))
    }
    switch self {
    case .stepFinished(_, let error?): bytes.append(member: ",\"error\":", error)
    case .runCancelled(let reason): bytes.append(member: ",\"reason\":", reason)
    case .runStarted: break
    default: if isRestated { bytes.append(",\"restated\":true") }
    }
    if bytes.count == inside { return bytes.truncate(to: start) }
    // The first member needs no comma.
    bytes.remove(at: inside)
    bytes.append("}}")
  }

  /// Whether it says what the protocol has no member for, whatever else is told.
  private var hasMetadata: Bool {
    switch self {
    case .stepFinished(_, .some), .runCancelled: true
    default: false
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(member name: StaticString, _ value: String) {
    append(name)
    append(json: value, .portable)
  }

  fileprivate mutating func append(_ run: AGUIRun, _ trace: TraceID) {
    append(member: ",\"threadId\":", run.threadID)
    append(member: ",\"runId\":", trace.rawValue)
  }

  /// Appends the id of a message, which no other run of the conversation has.
  fileprivate mutating func append(message name: StaticString, of trace: TraceID) {
    append(member: ",\"messageId\":", trace.rawValue)
    // It goes on within the quotes.
    removeLast()
    append(UInt8(ascii: "/"))
    append(name)
    append(UInt8(ascii: "\""))
  }

  /// Appends the name of a step, one that is made of its number without making it.
  fileprivate mutating func append(nameOf step: TraceSnapshot.OpenStep) {
    guard step.ownName.isEmpty else { return append(json: step.ownName, .portable) }
    append("\"Step ")
    append(json: step.id)
    append(UInt8(ascii: "\""))
  }

  fileprivate mutating func append(_ update: StatusUpdate?) {
    guard let update else { return append("{\"status\":\"unknown\"}") }
    switch update.status {
    case .thinking: append("{\"status\":\"thinking\"")
    case .ok: append("{\"status\":\"ok\"")
    case .error: append("{\"status\":\"error\"")
    }
    if let message = update.message { append(member: ",\"message\":", message) }
    if let step = update.roadmapStepID {
      append(",\"step\":")
      append(json: step)
    }
    switch update.roadmapStepStatus {
    case .running: append(",\"stepStatus\":\"running\"}")
    case .ok: append(",\"stepStatus\":\"ok\"}")
    case .error: append(",\"stepStatus\":\"error\"}")
    case nil: append(UInt8(ascii: "}"))
    }
  }

  fileprivate mutating func append(_ plan: [RoadmapStep]?) {
    guard let plan else { return append("{\"status\":\"unknown\",\"steps\":[]}") }
    append("{\"steps\":[")
    for (index, step) in plan.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      step.appendJSON(to: &self)
    }
    append("]}")
  }

  /// Appends the operations of a patch (RFC 6902) without the brackets around them.
  fileprivate mutating func append(_ changes: [(index: Int, status: RoadmapStep.Status)]) {
    for (offset, change) in changes.enumerated() {
      if offset > 0 { append(UInt8(ascii: ",")) }
      append("{\"op\":\"replace\",\"path\":\"/steps/")
      append(decimal: change.index)
      append("/status\",\"value\":\"")
      append(contentsOf: change.status.rawValue.utf8)
      append("\"}")
    }
  }
}
