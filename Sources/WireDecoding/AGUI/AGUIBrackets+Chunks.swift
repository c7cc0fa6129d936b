extension AGUIBrackets {
  /// Takes a chunk, which opens an item or goes on with one (Streaming Messages, “The chunked form”).
  mutating func takeChunk(_ family: Family, _ name: String, _ event: AGUIEvent) {
    let owner = event.text("subagentRunId")
    if event[name] == nil {
      guard let key = continued(family, by: owner) else { return }
      return proceed(with: key, event)
    }
    let key = key(family, name, event)
    if let item = item(key), item.isChunked, owner == nil || lanes[item.owner] == key {
      return proceed(with: key, event)
    }
    closeLane(owner)
    guard item(key) == nil else {
      return note(.chunks, "\(key.words) to go on as it began, without chunks", event.kind.rawValue)
    }
    if family == .call, event["toolCallName"] == nil {
      note(.chunks, "the toolCallName of \(key.words) in its first chunk", "none")
    }
    insert(key, Item(event, family, isChunked: true))
    lanes[owner] = key
  }

  /// The item that a chunk without its name goes on with.
  private mutating func continued(_ family: Family, by owner: String?) -> Key? {
    let own = lanes[owner].flatMap { $0.family == family ? $0 : nil }
    if let own { return own }
    if owner == nil {
      let others = lanes.values.filter { $0.family == family }
      if others.count == 1 { return others.first }
      if others.count > 1 {
        note(.chunks, "a chunk that says which of \(others.count) items it goes on with", "none")
        return nil
      }
    }
    let name = family == .call ? "toolCallId" : "messageId"
    note(.chunks, "the \(name) of what a first chunk opens", "none")
    return nil
  }

  private mutating func proceed(with key: Key, _ event: AGUIEvent) {
    guard let item = item(key) else { return }
    checkOwner(of: item, key, event)
    for name in key.family.traits {
      guard let value = event.text(name), item.traits[name]?.utf8.elementsEqual(value.utf8) != true
      else { continue }
      note(
        .chunks, "\(key.words) to keep its \(name)",
        "\(JSONValue.string(value).words) after \(item.traits[name].map { JSONValue.string($0).words } ?? "none")"
      )
    }
  }

  /// Ends what chunks go on with in a lane.
  mutating func closeLane(_ owner: String?) {
    if let key = lanes.removeValue(forKey: owner) { remove(key) }
  }

  /// Ends what chunks go on with in any lane.
  mutating func closeAllLanes() {
    for key in lanes.values { remove(key) }
    lanes = [:]
  }

  /// Ends what chunks go on with where an event comes between.
  mutating func closeLane(of event: AGUIEvent, _ isolation: AGUIEvent.Kind.Isolation) {
    switch isolation {
    case .ofAll: closeAllLanes()
    case .ofOwner:
      // What goes on without a tag belongs to whom what it goes on with does.
      var owner = event.text("subagentRunId")
      if owner == nil, let (family, name) = event.kind.continuation {
        owner = item(key(family, name, event))?.owner
      }
      closeLane(owner)
    }
  }
}

extension AGUIEvent.Kind {
  /// In whose lanes the event ends the shorthand of chunks (Streaming Messages, “Closing a chunk
  /// stream”).
  enum Isolation {
    case ofOwner
    case ofAll
  }

  /// `nil` for chunks themselves, and for what stands aside.
  var isolatesLane: Isolation? {
    switch self {
    case .textMessageChunk, .toolCallChunk, .reasoningMessageChunk, .raw, .activitySnapshot,
      .activityDelta, .reasoningEncryptedValue, .subagentStarted, .subagentFinished,
      .subagentError:
      nil
    case .runStarted, .runFinished, .runError, .messagesSnapshot: .ofAll
    default: .ofOwner
    }
  }

  /// What the event goes on with, and the member that names it.
  var continuation: (AGUIBrackets.Family, String)? {
    switch self {
    case .textMessageContent, .textMessageEnd: (.message, "messageId")
    case .toolCallArgs, .toolCallEnd: (.call, "toolCallId")
    case .reasoningMessageContent, .reasoningMessageEnd: (.reasoning, "messageId")
    default: nil
    }
  }
}
