import StatusStreaming
import WireDecoding

extension StreamEvent {
  /// Reads a line of an ``EventListing``.
  init(_ node: JSONNode) throws(JSONNode.Fault) {
    var members = try node.members()
    let timeNode = try members.next("time")
    guard let time = Duration(seconds: try timeNode.number()) else {
      throw timeNode.expected("seconds with nine decimals")
    }
    let traceNode = try members.next("trace")
    let name = try traceNode.string()
    guard let trace = try? TraceID(name) else {
      throw traceNode.expected("1 to \(TraceID.maximumLength) visible ASCII characters")
    }
    let cursor = try members.next("sequence").cursor()
    guard let (kind, payloadNode) = members.next(), let payload = try Payload(kind, payloadNode)
    else { throw node.expected("\(Payload.kinds) as the last member") }
    try members.finish()
    self.init(
      trace: trace, sequence: cursor.number, epoch: cursor.epoch, time: time, payload: payload)
  }
}

extension JSONNode {
  /// Reads an event's number, which is a string if its buffer has an epoch.
  fileprivate func cursor() throws(Fault) -> Cursor {
    guard case .string(let text) = value else {
      return Cursor(SequenceNumber(rawValue: try integer(atLeast: 1)))
    }
    guard let cursor = try? Cursor(lastEventID: text), cursor.epoch != nil, cursor.number > .zero
    else { throw expected("EPOCH-NUMBER, or a number alone") }
    return cursor
  }
}

extension StreamEvent.Payload {
  /// The kinds by their names, for messages.
  static var kinds: String { "one of update, gap, complete, failed, cancelled" }

  /// Reads a payload of a kind that is named elsewhere, `nil` if there is no such kind.
  init?(_ kind: String, _ node: JSONNode) throws(JSONNode.Fault) {
    switch kind {
    case "update":
      self = .update(try StatusUpdate(node))
    case "gap":
      var members = try node.members()
      self = .gap(lost: try members.next("lost").integer(atLeast: 1))
      try members.finish()
    case "complete":
      self = .complete(try FinalAnswer(node))
    case "failed":
      var members = try node.members()
      self = .failed(message: try members.next("message").string())
      try members.finish()
    case "cancelled":
      var members = try node.members()
      self = .cancelled(reason: try members.next("reason").string())
      try members.finish()
    default:
      return nil
    }
  }

  /// Reads a payload that tells its kind itself: an update, or an object with a `type`.
  init(tagged node: JSONNode) throws(JSONNode.Fault) {
    var members = try node.members()
    guard members.nextName == "type" else {
      self = .update(try StatusUpdate(node))
      return
    }
    switch try members.next("type").string() {
    case "gap": self = .gap(lost: try members.next("lost").integer(atLeast: 1))
    case "complete": self = .complete(try FinalAnswer(members.next("result")))
    case "failed": self = .failed(message: try members.next("message").string())
    case "cancelled": self = .cancelled(reason: try members.next("reason").string())
    default: throw node.expected("one of gap, complete, failed, cancelled as the type")
    }
    try members.finish()
  }
}

extension Duration {
  /// Reads a time in seconds with exactly nine decimals, to the nanosecond.
  init?(seconds number: JSONNumber) {
    let parts = number.text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count == 9, let seconds = Int64(parts[0]),
      !number.text.hasPrefix("-"), let nanoseconds = Int64(parts[1])
    else { return nil }
    self.init(
      secondsComponent: seconds, attosecondsComponent: nanoseconds * 1_000_000_000)
  }
}

extension StatusUpdate {
  /// Reads an update with all of its members in the order in which they are written.
  init(_ node: JSONNode) throws(JSONNode.Fault) {
    var members = try node.members()
    self.init(status: try members.next("status").name(Status.self))
    message = try members.next("message").orNull?.string()
    roadmapStepID = try members.next("roadmap_step_id").orNull?.integer()
    roadmapStepStatus = try members.next("roadmap_step_status").orNull?.name(StepStatus.self)
    if let elements = try members.next("roadmap").orNull?.elements() {
      var steps: [RoadmapStep] = []
      for element in elements { steps.append(try RoadmapStep(element)) }
      roadmap = steps
    }
    try members.finish()
  }
}

extension RoadmapStep {
  /// Reads a step with all of its members in the order in which they are written.
  init(_ node: JSONNode) throws(JSONNode.Fault) {
    var members = try node.members()
    self.init(
      id: try members.next("id").integer(), name: try members.next("name").string(),
      description: try members.next("description").string(),
      status: try members.next("status").name(Status.self))
    try members.finish()
  }
}

extension FinalAnswer {
  /// Reads an answer with all of its members in the order in which they are written, and its maps
  /// in theirs.
  init(_ node: JSONNode) throws(JSONNode.Fault) {
    var members = try node.members()
    self.init(
      text: try members.next("text").string(),
      route: try members.next("route").orNull?.string(),
      artifacts: try JSONObject(members.next("artifacts")),
      metadata: try JSONObject(members.next("metadata")))
    try members.finish()
  }
}

extension JSONObject {
  fileprivate init(_ node: JSONNode) throws(JSONNode.Fault) {
    guard case .object(let members) = node.value else { throw node.expected("an object") }
    self.init(members.map { ($0.name, JSON($0.value)) })
  }
}

extension JSON {
  /// Takes over what was read, members in their order and numbers with their digits.
  ///
  /// It is no deeper than the decoder allows.
  fileprivate init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool(let bool): self.init(bool)
    case .number(let number): self = JSON(digits: number.text) ?? .null
    case .string(let string): self.init(string)
    case .array(let elements): self.init(elements.map { JSON($0) })
    case .object(let members): self.init(JSONObject(members.map { ($0.name, JSON($0.value)) }))
    }
  }
}
