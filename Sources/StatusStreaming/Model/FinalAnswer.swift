/// What a run of an agent came to.
public struct FinalAnswer: Sendable, Hashable {
  /// The answer itself.
  public var text: String
  /// The name of the route that the agent took, `nil` if it took none.
  public var route: String?
  /// Things that the run produced, by name, in the order of their making.
  public var artifacts: JSONObject
  /// What else is known of the run, in the order given.
  public var metadata: JSONObject

  /// Makes an answer from its fields.
  ///
  /// Encoders refuse an answer of which one of the last two is deeper than ``JSON/maximumDepth``.
  public init(
    text: String, route: String? = nil, artifacts: JSONObject = [:], metadata: JSONObject = [:]
  ) {
    self.text = text
    self.route = route
    self.artifacts = artifacts
    self.metadata = metadata
  }
}

extension FinalAnswer: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case text
    case route
    case artifacts
    case metadata
  }

  /// Decodes an answer; artifacts and metadata that are missing are empty.
  ///
  /// A `Decoder` does not tell in which order the members of an object came, so theirs are ordered by
  /// their keys' bytes.
  ///
  /// - Throws: `DecodingError`, also for members beside these four unless the decoder has
  ///   ``UnknownMembers`` to count them.
  public init(from decoder: any Decoder) throws {
    try decoder.checkMembers(areOf: CodingKeys.self)
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    text = try fields.decode(String.self, forKey: .text)
    route = try fields.decodeIfPresent(String.self, forKey: .route)
    artifacts = try fields.decodeIfPresent(JSONObject.self, forKey: .artifacts) ?? [:]
    metadata = try fields.decodeIfPresent(JSONObject.self, forKey: .metadata) ?? [:]
  }

  /// Encodes all fields, null where there is no route.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(text, forKey: .text)
    try fields.encode(route, forKey: .route)
    try fields.encode(artifacts, forKey: .artifacts)
    try fields.encode(metadata, forKey: .metadata)
  }
}

/// How a run ends: what the terminal event of its trace says.
public enum TraceOutcome: Sendable, Hashable {
  /// The run has an answer.
  case complete(FinalAnswer)
  /// The run has none, for the reason given, which clients see.
  case failed(message: String)
  /// The run was stopped before it had one, for the reason given, which clients see.
  case cancelled(reason: String)

  /// The payload of the terminal event.
  public var payload: StreamEvent.Payload {
    switch self {
    case .complete(let answer): .complete(answer)
    case .failed(let message): .failed(message: message)
    case .cancelled(let reason): .cancelled(reason: reason)
    }
  }
}

/// An error whose message is meant for the people who watch.
///
/// An agent's other errors reach clients as "agent failed" alone, or "agent cancelled", since their
/// descriptions may hold paths, queries or credentials.
public struct StatusFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What clients are told.
  public let message: String

  /// Makes a failure with a message for clients.
  public init(_ message: String) {
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
