/// An event of AG-UI, as its schema allows it.
public struct AGUIEvent: Sendable, Hashable {
  /// Its type.
  public let kind: Kind
  /// The whole object.
  public let value: JSONValue

  /// Reads an event of a producer of some version.
  ///
  /// Objects are closed: a member that the schema does not know, an absent member that is spelled
  /// `null`, a type that there is not and a value of another type are refused (The Event Model;
  /// Processing Model). Of a producer that declares a version which came later, what is not known is
  /// passed over.
  ///
  /// - Parameters:
  ///   - value: the event.
  ///   - declared: the version that the run's `RUN_STARTED` declares, as it is written; `nil` if it
  ///     declares none. A `RUN_STARTED` declares its own.
  /// - Returns: The event, `nil` if it is of a type that a later version has brought.
  /// - Throws: ``AGUIEventError`` at the first place that the schema does not allow.
  public static func read(
    _ value: JSONValue, declaring declared: String?
  ) throws(AGUIEventError) -> AGUIEvent? {
    guard case .object(let members) = value else {
      throw AGUIEventError(at: "", expected: "an object", found: value.words)
    }
    guard let type = value["type"] else {
      throw AGUIEventError(at: "type", expected: "the type of an event", found: "nothing")
    }
    guard case .string(let name) = type else {
      throw AGUIEventError(at: "type", expected: "the type of an event", found: type.words)
    }
    let kind = Kind.allCases.first { $0.rawValue.utf8.elementsEqual(name.utf8) }
    let declared = kind == .runStarted ? value.text("protocolVersion") : declared
    let version = declared.flatMap(AGUIVersion.init)
    // A declaration that is not understood is handled like a newer one.
    let isNewer = declared != nil && version.map { $0 > .newest } ?? true
    guard let kind else {
      if isNewer { return nil }
      throw AGUIEventError(at: "type", expected: "the type of an event", found: type.words)
    }
    try AGUIShapeCheck(version: version, allowsAdditions: isNewer)
      .check(members, are: AGUISchema.members(of: kind), at: "")
    return AGUIEvent(kind: kind, value: value)
  }

  /// Takes an event of a known type as it is, whatever else is wrong with it; `nil` for any other value.
  public init?(unchecked value: JSONValue) {
    guard let name = value.text("type"),
      let kind = Kind.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name.utf8) })
    else { return nil }
    self.init(kind: kind, value: value)
  }

  private init(kind: Kind, value: JSONValue) {
    self.kind = kind
    self.value = value
  }

  /// A member, `nil` if it is absent.
  public subscript(name: String) -> JSONValue? { value[name] }

  /// A member that is a string, `nil` if it is absent.
  public func text(_ name: String) -> String? { value.text(name) }
}

extension JSONValue {
  /// A member that is a string; `nil` if it is absent, or of another type.
  public func text(_ name: String) -> String? {
    guard case .string(let text)? = self[name] else { return nil }
    return text
  }
}

extension AGUIEvent {
  /// The 31 types of events, which are the same in 1.0 and 1.1.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case runStarted = "RUN_STARTED"
    case runFinished = "RUN_FINISHED"
    case runError = "RUN_ERROR"
    case stepStarted = "STEP_STARTED"
    case stepFinished = "STEP_FINISHED"
    case textMessageStart = "TEXT_MESSAGE_START"
    case textMessageContent = "TEXT_MESSAGE_CONTENT"
    case textMessageEnd = "TEXT_MESSAGE_END"
    case textMessageChunk = "TEXT_MESSAGE_CHUNK"
    case toolCallStart = "TOOL_CALL_START"
    case toolCallArgs = "TOOL_CALL_ARGS"
    case toolCallEnd = "TOOL_CALL_END"
    case toolCallChunk = "TOOL_CALL_CHUNK"
    case toolCallResult = "TOOL_CALL_RESULT"
    case reasoningStart = "REASONING_START"
    case reasoningEnd = "REASONING_END"
    case reasoningMessageStart = "REASONING_MESSAGE_START"
    case reasoningMessageContent = "REASONING_MESSAGE_CONTENT"
    case reasoningMessageEnd = "REASONING_MESSAGE_END"
    case reasoningMessageChunk = "REASONING_MESSAGE_CHUNK"
    case reasoningEncryptedValue = "REASONING_ENCRYPTED_VALUE"
    case stateSnapshot = "STATE_SNAPSHOT"
    case stateDelta = "STATE_DELTA"
    case messagesSnapshot = "MESSAGES_SNAPSHOT"
    case activitySnapshot = "ACTIVITY_SNAPSHOT"
    case activityDelta = "ACTIVITY_DELTA"
    case subagentStarted = "SUBAGENT_STARTED"
    case subagentFinished = "SUBAGENT_FINISHED"
    case subagentError = "SUBAGENT_ERROR"
    case raw = "RAW"
    case custom = "CUSTOM"
  }
}

/// An event that the schema of AG-UI does not allow.
public struct AGUIEventError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where in the event, as in `outcome.type`; empty for the event as a whole.
  public let place: String
  /// What has to be there.
  public let expected: String
  /// What is.
  public let found: String

  init(at place: String, expected: String, found: String) {
    self.place = place
    self.expected = expected
    self.found = found
  }

  /// The place, what has to be there and what is.
  public var description: String {
    "expected \(expected) at \(place.isEmpty ? "the event" : place), found \(found)"
  }
}
