/// What of a run is open: messages, tool calls, reasoning, steps and invocations of subagents.
struct AGUIBrackets: Sendable {
  /// A kind of thing that is opened and closed.
  enum Family: String, Sendable {
    case message = "the message"
    case call = "the tool call"
    case reasoning = "the reasoning message"
    case span = "the reasoning span"
    case step = "the step"
  }

  /// What an item is known by.
  struct Key: Hashable, Sendable {
    let family: Family
    /// The bytes of its name, since equal strings may be spelled differently.
    let name: [UInt8]
    /// Of a step, whose it is: others have no two of one name.
    var owner: String?
  }

  /// What the event that opens an item says of it.
  struct Item: Sendable {
    var owner: String?
    /// Its role and its name, or the tool's name and the message that holds the call.
    var traits: [String: String] = [:]
    /// Whether it was opened by a chunk, which also ends it.
    var isChunked = false
  }

  private var open: [Key: (number: Int, item: Item)] = [:]
  private var openings = 0
  /// What items that were closed have said, which they have to say again.
  private var established: [Key: Item] = [:]
  /// The tool calls of the run in order.
  private var calls: [Key] = []
  private var knownCalls: Set<Key> = []
  private var answered: Set<[UInt8]> = []
  /// The item that chunks go on with, by the invocation that it belongs to.
  var lanes: [String?: Key] = [:]

  var subagents = AGUISubagents()
  private var faults: [AGUIFault] = []

  mutating func takeFaults() -> [AGUIFault] {
    defer { faults = [] }
    return faults + subagents.takeFaults()
  }

  mutating func note(_ kind: AGUIFault.Kind, _ expected: String, _ found: String) {
    faults.append(AGUIFault(kind, expected: expected, found: found))
  }

  // MARK: Runs

  mutating func beginRun() {
    endRun()
    calls = []
    knownCalls = []
    answered = []
    subagents = AGUISubagents()
  }

  mutating func endRun() {
    open = [:]
    lanes = [:]
  }

  /// What is open, in words.
  var openItems: [String] {
    open.sorted { $0.value.number < $1.value.number }.map(\.key.words)
      + subagents.active.map { "the subagent '\($0)'" }
  }

  /// The tool calls of the run that have no result, in order.
  var unansweredCalls: [String] {
    calls.filter { !answered.contains($0.name) }.map(\.text)
  }

  // MARK: Events

  mutating func take(_ event: AGUIEvent) {
    let owner = event.text("subagentRunId")
    if owner != nil, !event.kind.isOfSubagent { subagents.attribute(to: owner) }
    if let kind = event.kind.isolatesLane { closeLane(of: event, kind) }
    switch event.kind {
    case .textMessageStart: start(.message, "messageId", event)
    case .textMessageContent: proceed(.message, "messageId", event)
    case .textMessageEnd: end(.message, "messageId", event)
    case .textMessageChunk: takeChunk(.message, "messageId", event)
    case .toolCallStart: start(.call, "toolCallId", event)
    case .toolCallArgs: proceed(.call, "toolCallId", event)
    case .toolCallEnd: end(.call, "toolCallId", event)
    case .toolCallChunk: takeChunk(.call, "toolCallId", event)
    case .toolCallResult: answered.insert(Array((event.text("toolCallId") ?? "").utf8))
    case .reasoningStart: start(.span, "messageId", event)
    case .reasoningEnd: end(.span, "messageId", event)
    case .reasoningMessageStart: start(.reasoning, "messageId", event)
    case .reasoningMessageContent: proceed(.reasoning, "messageId", event)
    case .reasoningMessageEnd: end(.reasoning, "messageId", event)
    case .reasoningMessageChunk: takeChunk(.reasoning, "messageId", event)
    case .stepStarted: start(.step, "stepName", event)
    case .stepFinished: end(.step, "stepName", event)
    case .subagentStarted: subagents.start(event)
    case .subagentFinished, .subagentError:
      if let lane = lanes.removeValue(forKey: owner) { remove(lane) }
      subagents.end(event)
    default: break
    }
  }

  func key(_ family: Family, _ name: String, _ event: AGUIEvent) -> Key {
    Key(
      family: family, name: Array((event.text(name) ?? "").utf8),
      owner: family == .step ? event.text("subagentRunId") : nil)
  }

  func item(_ key: Key) -> Item? { open[key]?.item }

  private mutating func start(_ family: Family, _ name: String, _ event: AGUIEvent) {
    let key = key(family, name, event)
    guard item(key) == nil else {
      return note(.brackets, "no other start of \(key.words), which is open", event.kind.rawValue)
    }
    insert(key, Item(event, family))
  }

  /// Opens an item, which has to be like it was if it is opened again.
  mutating func insert(_ key: Key, _ item: Item) {
    if let before = established[key], key.family != .step, key.family != .span {
      if before.owner != item.owner {
        note(.owners, "\(key.words) to stay that of \(before.ownerWords)", item.ownerWords)
      } else if before.traits != item.traits {
        note(.brackets, "\(key.words) to be opened again as it was", "another role or name")
      }
    }
    checkParent(of: item, key)
    if key.family == .call, knownCalls.insert(key).inserted { calls.append(key) }
    established[key] = item
    openings += 1
    open[key] = (openings, item)
  }

  /// A call belongs to whom the message does that holds it.
  private mutating func checkParent(of item: Item, _ key: Key) {
    guard key.family == .call, let parent = item.traits["parentMessageId"],
      let message = established[Key(family: .message, name: Array(parent.utf8))],
      message.owner != item.owner
    else { return }
    note(
      .owners, "\(key.words) to be that of \(message.ownerWords), like its message", item.ownerWords
    )
  }

  private mutating func proceed(_ family: Family, _ name: String, _ event: AGUIEvent) {
    let key = key(family, name, event)
    guard let item = item(key) else {
      return note(.brackets, "\(key.words) to be open", event.kind.rawValue)
    }
    checkOwner(of: item, key, event)
  }

  private mutating func end(_ family: Family, _ name: String, _ event: AGUIEvent) {
    proceed(family, name, event)
    remove(key(family, name, event))
  }

  mutating func remove(_ key: Key) {
    open[key] = nil
  }

  /// A tag that is absent continues whatever it continues.
  mutating func checkOwner(of item: Item, _ key: Key, _ event: AGUIEvent) {
    guard let owner = event.text("subagentRunId"), owner != item.owner else { return }
    note(.owners, "\(key.words) to stay that of \(item.ownerWords)", "the subagent '\(owner)'")
  }
}

extension AGUIBrackets.Item {
  /// What an event that opens says.
  init(_ event: AGUIEvent, _ family: AGUIBrackets.Family, isChunked: Bool = false) {
    owner = event.text("subagentRunId")
    self.isChunked = isChunked
    for name in family.traits {
      if let value = event.text(name) { traits[name] = value }
    }
    if family == .message { traits["role"] = traits["role"] ?? "assistant" }
  }

  var ownerWords: String { owner.map { "the subagent '\($0)'" } ?? "the agent itself" }
}

extension AGUIBrackets.Family {
  /// The members that describe an item where it is opened.
  var traits: [String] {
    switch self {
    case .message: ["role", "name"]
    case .call: ["toolCallName", "parentMessageId"]
    case .reasoning, .span, .step: []
    }
  }
}

extension AGUIBrackets.Key {
  var text: String { String(decoding: name, as: UTF8.self) }

  var words: String { "\(family.rawValue) \(JSONValue.string(text).words)" }
}

extension AGUIEvent.Kind {
  var isOfSubagent: Bool {
    switch self {
    case .subagentStarted, .subagentFinished, .subagentError: true
    default: false
    }
  }
}

/// The invocations of subagents within a run (Subagents, “Lifecycle”).
struct AGUISubagents: Sendable {
  /// Those that are announced and have not ended, in order.
  private(set) var active: [String] = []
  private var announced: Set<String> = []
  /// Those that work was attributed to.
  private var attributed: Set<String> = []
  private var faults: [AGUIFault] = []

  mutating func takeFaults() -> [AGUIFault] {
    defer { faults = [] }
    return faults
  }

  mutating func attribute(to owner: String?) {
    if let owner { attributed.insert(owner) }
  }

  mutating func start(_ event: AGUIEvent) {
    guard let id = event.text("subagentRunId") else { return }
    let type = event.kind.rawValue
    if active.contains(id) {
      note(.brackets, "no other start of the subagent '\(id)', which is active", type)
    } else if announced.contains(id) {
      note(.owners, "a subagentRunId of its own for each invocation", "'\(id)' again")
    } else if attributed.contains(id) {
      note(.owners, "the subagent '\(id)' to be announced before its work", type)
    }
    if let parent = event.text("parentSubagentRunId"), !announced.contains(parent) {
      note(.owners, "a parent that was announced", "'\(parent)'")
    }
    announced.insert(id)
    if !active.contains(id) { active.append(id) }
  }

  mutating func end(_ event: AGUIEvent) {
    guard let id = event.text("subagentRunId") else { return }
    guard let place = active.firstIndex(of: id) else {
      return note(.brackets, "the subagent '\(id)' to be active", event.kind.rawValue)
    }
    active.remove(at: place)
  }

  private mutating func note(_ kind: AGUIFault.Kind, _ expected: String, _ found: String) {
    faults.append(AGUIFault(kind, expected: expected, found: found))
  }
}
