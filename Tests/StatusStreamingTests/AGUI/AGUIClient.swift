import StatusStreaming
import WireDecoding

/// What a front end makes of the events of AG-UI, strict about what the protocol forbids.
///
/// It knows nothing of the encoder, and less of traces: brackets, activities, messages and ends.
struct AGUIClient {
  struct Violation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
      self.description = description
    }
  }

  /// Whether a run is going on, and how the last one ended.
  private(set) var isRunning = false
  private(set) var end: String?
  private(set) var openSteps: [String] = []
  private(set) var activities: [String: JSONValue] = [:]
  private(set) var messages: [String: String] = [:]
  private var openMessages: Set<String> = []
  private(set) var result: JSONValue?
  /// The events by their types, and what there is to know of them.
  private(set) var log: [String] = []
  private(set) var lost = 0
  private(set) var timestamps: [Int] = []

  var status: JSONValue? { activities["status"] }
  var plan: JSONValue? { activities["PLAN"] }

  /// Reads a response body.
  mutating func read(body: String) throws {
    guard !body.contains("\r") else { throw Violation("a carriage return") }
    var decoder = EventStreamDecoder()
    decoder.feed(Array(body.utf8))
    while let item = try decoder.next() {
      guard case .event(let event) = item else { continue }
      guard event.type == "message" else { throw Violation("an event of type \(event.type)") }
      try take(event.data)
    }
  }

  /// Takes an event as JSON.
  mutating func take(_ json: [UInt8]) throws {
    let event = try JSONValue(parsing: json)
    guard let type = event["type"]?.text, case .number(let time)? = event["timestamp"],
      let timestamp = Int(time.text)
    else { throw Violation("no type or timestamp: \(String(decoding: json, as: UTF8.self))") }
    timestamps.append(timestamp)
    guard isRunning || type == "RUN_STARTED" else { throw Violation("\(type) outside of a run") }
    log.append([type, event.subject].compactMap(\.self).joined(separator: " "))
    switch type {
    case "RUN_STARTED": try begin(event)
    case "STEP_STARTED", "STEP_FINISHED": try takeStep(event, type)
    case "ACTIVITY_SNAPSHOT", "ACTIVITY_DELTA": try takeActivity(event)
    case "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END":
      try takeText(event, type)
    case "CUSTOM":
      if case .number(let number)? = event["value"]?["lost"] { lost += Int(number.text) ?? 0 }
    case "RUN_FINISHED": try finish(event)
    case "RUN_ERROR":
      end = "failed \(event["message"]?.text ?? "")"
      isRunning = false
    default: throw Violation("the type \(type)")
    }
  }

  private mutating func begin(_ event: JSONValue) throws {
    guard !isRunning else { throw Violation("a run within a run") }
    guard event["protocolVersion"]?.text == "1.0" else { throw Violation("no version") }
    isRunning = true
    end = nil
    openSteps = []
    openMessages = []
  }

  private mutating func takeStep(_ event: JSONValue, _ type: String) throws {
    guard let name = event["stepName"]?.text else { throw Violation("a step without a name") }
    let place = openSteps.firstIndex { $0.utf8.elementsEqual(name.utf8) }
    switch (type, place) {
    case ("STEP_STARTED", nil): openSteps.append(name)
    case ("STEP_FINISHED", let place?): openSteps.remove(at: place)
    default: throw Violation("\(type) of \(name)")
    }
  }

  private mutating func takeActivity(_ event: JSONValue) throws {
    guard let type = event["activityType"]?.text, event["messageId"]?.text != nil else {
      throw Violation("an activity without a type or an id")
    }
    if let content = event["content"] {
      activities[type] = content
    } else if case .array(let patch)? = event["patch"] {
      guard let content = activities[type] else { throw Violation("a delta before a snapshot") }
      activities[type] = try patch.reduce(content) { try $0.replacing($1) }
    } else {
      throw Violation("an activity without content or patch")
    }
  }

  private mutating func takeText(_ event: JSONValue, _ type: String) throws {
    guard let id = event["messageId"]?.text else { throw Violation("a message without an id") }
    switch type {
    case "TEXT_MESSAGE_START":
      guard openMessages.insert(id).inserted else { throw Violation("message \(id) twice") }
    default:
      guard openMessages.contains(id) else { throw Violation("\(type) of no message") }
      messages[id, default: ""] += event["delta"]?.text ?? ""
      if type == "TEXT_MESSAGE_END" { openMessages.remove(id) }
    }
  }

  private mutating func finish(_ event: JSONValue) throws {
    guard openSteps.isEmpty, openMessages.isEmpty else {
      throw Violation("open at the end: \(openSteps) \(openMessages)")
    }
    end = event["outcome"]?["type"]?.text
    result = event["result"]
    isRunning = false
  }
}

extension JSONValue {
  var text: String? { if case .string(let text) = self { text } else { nil } }

  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// What an event is about.
  fileprivate var subject: String? {
    self["stepName"]?.text ?? self["activityType"]?.text ?? self["outcome"]?["type"]?.text
      ?? self["name"]?.text
  }

  /// The value after a `replace` of a step's status (RFC 6902), the one operation that is expected.
  fileprivate func replacing(_ operation: JSONValue) throws -> JSONValue {
    let path = (operation["path"]?.text ?? "").split(separator: "/").map(String.init)
    guard operation["op"]?.text == "replace", path.count == 3, path[0] == "steps",
      path[2] == "status", let index = Int(path[1]), let status = operation["value"],
      case .array(var steps)? = self["steps"], steps.indices.contains(index),
      case .object(let members) = steps[index]
    else { throw AGUIClient.Violation("the operation \(operation)") }
    steps[index] = .object(
      members.map { $0.name == "status" ? Member(name: $0.name, value: status) : $0 })
    return .object([Member(name: "steps", value: .array(steps))])
  }
}
