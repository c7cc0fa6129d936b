import StatusStreaming
import WireDecoding

/// What the events of a run of AG-UI say of a trace.
struct AGUIRunReading: Sendable {
  /// How many events there were.
  private(set) var count = 0
  private var sequence = AGUISequence()
  private var steps = AGUIStepReading()
  /// What the plan became since the last update.
  private var roadmap: [RoadmapStep]?
  /// The id of the plan's activity.
  private var planID: String?
  /// The texts of messages that are open, and of the last one that was closed.
  private var texts: [String: String] = [:]
  /// The message that was told of last.
  private var answerID: String?
  private var lastChunk: String?
  private var end: ObservedEvent.Content?
  /// Whether a client may have another plan than the producer meant, of which AG-UI's own rules tell.
  private var mayDiffer = false

  /// The code by which a WebSocket is closed after what was read.
  var closeCode: UInt16 {
    switch end {
    case .complete, .cancelled: 1000
    case .failed: 1011
    default: 1001
    }
  }

  /// Takes an event as JSON.
  ///
  /// - Parameters:
  ///   - json: the text.
  ///   - id: the id that an event stream gives it, `nil` if events are carried otherwise.
  /// - Returns: What it completes, `nil` if nothing.
  mutating func take(
    _ json: [UInt8], id: String?
  ) throws(ObservationError.Code) -> ObservedEvent? {
    count += 1
    let value: JSONValue
    do { value = try JSONValue(parsing: json, maximumDepth: JSONPatch.maximumDepth) } catch {
      throw .json(error, event: count)
    }
    let event: AGUIEvent?
    do {
      event = try AGUIEvent.read(value, declaring: sequence.declaredVersion)
    } catch {
      throw .agUI(error, event: count)
    }
    guard let event else { return nil }
    for fault in sequence.take(event) where [.baseline, .patch].contains(fault.kind) {
      mayDiffer = true
    }
    do throws(JSONNode.Fault) {
      guard let content = try content(of: event) else { return nil }
      if content.isEnd { end = content }
      let cursor = try cursor(of: event, id)
      return ObservedEvent(sequence: cursor.number, epoch: cursor.epoch, content: content)
    } catch {
      throw .value(at: error.place, expected: error.expected, event: count)
    }
  }

  private func cursor(of event: AGUIEvent, _ id: String?) throws(JSONNode.Fault) -> Cursor {
    let text = id.flatMap { $0.isEmpty ? nil : $0 } ?? event.own?.text("id")
    guard let text, let cursor = try? Cursor(lastEventID: text), cursor.number > .zero else {
      throw JSONNode.Fault(place: "id", expected: "the event's number, or EPOCH-NUMBER")
    }
    return cursor
  }

  private mutating func content(
    of event: AGUIEvent
  ) throws(JSONNode.Fault) -> ObservedEvent.Content? {
    switch event.kind {
    case .runStarted:
      steps = AGUIStepReading()
      roadmap = nil
      answerID = nil
    case .stepStarted, .stepFinished: steps.take(event)
    case .activitySnapshot, .activityDelta: return try takeActivity(event)
    case .textMessageStart, .textMessageContent, .textMessageEnd, .textMessageChunk: takeText(event)
    case .custom where event.text("name") == "status-streaming.gap": return try gap(event)
    case .runFinished: return try finish(event)
    case .runError: return .failed(message: event.text("message") ?? "")
    default: break
    }
    return nil
  }

  private mutating func gap(_ event: AGUIEvent) throws(JSONNode.Fault) -> ObservedEvent.Content {
    var members = try JSONNode(event["value"] ?? .null, at: "value").members()
    let lost = try members.next("lost").integer(atLeast: 1)
    try members.finish()
    roadmap = nil
    steps.settle()
    return .gap(lost: lost)
  }

  // MARK: Activities

  private mutating func takeActivity(
    _ event: AGUIEvent
  ) throws(JSONNode.Fault) -> ObservedEvent.Content? {
    guard let id = event.text("messageId"), let activity = sequence.activity(id) else {
      return nil
    }
    let content = JSONNode(activity.content, at: "content")
    switch activity.type {
    case "PLAN":
      planID = id
      let steps = try content.steps()
      if event.kind == .activitySnapshot, !event.isRestated { roadmap = steps }
      return nil
    case "status" where !event.isRestated: return try update(content)
    default: return nil
    }
  }

  /// The update that a status completes.
  private mutating func update(_ content: JSONNode) throws(JSONNode.Fault) -> ObservedEvent.Content
  {
    var update = ObservedEvent.Update(
      status: try content.member("status", or: "a status").name(StatusUpdate.Status.self),
      message: try content.optional("message")?.string(),
      stepID: try content.optional("step")?.integer(),
      stepStatus: try content.optional("stepStatus")?.name(StatusUpdate.StepStatus.self),
      roadmap: roadmap.map(ObservedEvent.Roadmap.steps))
    roadmap = nil
    let plan =
      mayDiffer
      ? nil
      : try planID.flatMap { sequence.activity($0) }
        .map { (activity) throws(JSONNode.Fault) in
          try JSONNode(activity.content, at: "the plan").steps()
        }
    try steps.complete(&update, of: plan ?? [])
    return .update(update)
  }

  // MARK: The end

  /// What the last message has said; a text that is kept twice would be copied for each piece of it.
  private var answer: String? { answerID.flatMap { texts[$0] } }

  private mutating func takeText(_ event: AGUIEvent) {
    let id = event.text("messageId") ?? lastChunk ?? ""
    switch event.kind {
    case .textMessageStart: texts[id] = texts[id] ?? ""
    case .textMessageEnd: break
    default:
      if event.kind == .textMessageChunk { lastChunk = id }
      texts[id, default: ""] += event.text("delta") ?? ""
    }
    answerID = id
  }

  private func finish(_ event: AGUIEvent) throws(JSONNode.Fault) -> ObservedEvent.Content {
    switch event["outcome"]?.text("type") {
    case nil, "success": break
    case "cancelled": return .cancelled(reason: event.own?.text("reason") ?? "")
    default: throw JSONNode.Fault(place: "outcome", expected: "success or cancelled")
    }
    guard let result = event["result"] else { return .complete(FinalAnswer(text: answer ?? "")) }
    let told = try FinalAnswer(JSONNode(result, at: "result"))
    guard told.text.utf8.elementsEqual((answer ?? "").utf8) else {
      throw JSONNode.Fault(place: "result.text", expected: "what the text message said")
    }
    return .complete(told)
  }
}

extension AGUIEvent {
  /// What this package adds to the event's metadata.
  var own: JSONValue? { self["metadata"]?["status-streaming"] }

  /// Whether it says again what the client may have seen.
  var isRestated: Bool { own?["restated"] == .bool(true) }
}

extension JSONNode {
  /// A member, `nil` if it is absent.
  func optional(_ name: String) -> JSONNode? {
    value[name].map { JSONNode($0, at: "\(place).\(name)") }
  }

  /// A member that has to be there.
  func member(_ name: String, or expected: String) throws(Fault) -> JSONNode {
    guard let member = optional(name) else {
      throw Fault(place: "\(place).\(name)", expected: expected)
    }
    return member
  }

  /// The steps of a plan.
  func steps() throws(Fault) -> [RoadmapStep] {
    var steps: [RoadmapStep] = []
    for element in try member("steps", or: "the steps of the plan").elements() {
      steps.append(try RoadmapStep(element))
    }
    return steps
  }
}
