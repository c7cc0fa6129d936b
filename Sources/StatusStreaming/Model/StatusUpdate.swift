/// What an agent says about its work at one moment.
///
/// The fields, their order and their JSON names are those of the `StatusUpdate` model that web
/// clients already read: `status`, `message`, `roadmap_step_id`, `roadmap_step_status`, `roadmap`.
public struct StatusUpdate: Sendable, Hashable {
  /// How the agent as a whole is doing.
  public var status: Status
  /// A sentence for a person, of any length and with any characters.
  public var message: String?
  /// The roadmap step that the update is about.
  public var roadmapStepID: Int?
  /// How that step is doing.
  public var roadmapStepStatus: StepStatus?
  /// The whole plan, sent when it is made or has changed.
  public var roadmap: [RoadmapStep]?

  /// Makes an update from its fields.
  public init(
    status: Status, message: String? = nil, roadmapStepID: Int? = nil,
    roadmapStepStatus: StepStatus? = nil, roadmap: [RoadmapStep]? = nil
  ) {
    self.status = status
    self.message = message
    self.roadmapStepID = roadmapStepID
    self.roadmapStepStatus = roadmapStepStatus
    self.roadmap = roadmap
  }
}

extension StatusUpdate {
  /// An update that says the agent is reasoning or planning.
  public static func thinking(_ message: String?) -> StatusUpdate {
    StatusUpdate(status: .thinking, message: message)
  }

  /// An update about one roadmap step, whose overall status is `error` exactly if the step's is.
  public static func step(
    _ id: Int, _ stepStatus: StepStatus, _ message: String? = nil
  ) -> StatusUpdate {
    StatusUpdate(
      status: stepStatus == .error ? .error : .ok, message: message, roadmapStepID: id,
      roadmapStepStatus: stepStatus)
  }

  /// An update that shows the plan.
  public static func roadmap(_ steps: [RoadmapStep], message: String? = nil) -> StatusUpdate {
    StatusUpdate(status: .ok, message: message, roadmap: steps)
  }

  /// An update that says an operation failed.
  public static func error(_ message: String?) -> StatusUpdate {
    StatusUpdate(status: .error, message: message)
  }
}

extension StatusUpdate {
  /// How an agent is doing.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// The agent is reasoning or planning.
    case thinking
    /// An operation went well.
    case ok
    /// An operation failed.
    case error
  }
}

extension StatusUpdate {
  /// How the roadmap step of an update is doing.
  public enum StepStatus: String, Sendable, Hashable, CaseIterable {
    /// The step is being executed.
    case running
    /// The step ended well.
    case ok
    /// The step failed.
    case error
  }
}

extension StatusUpdate: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case status
    case message
    case roadmapStepID = "roadmap_step_id"
    case roadmapStepStatus = "roadmap_step_status"
    case roadmap
  }

  /// Decodes an update; a field that is missing counts as null, except for the status.
  ///
  /// - Throws: `DecodingError`, which for an unknown status names the field, the value and the
  ///   values known, and for a member that is not known that and the members known, unless the
  ///   decoder has ``UnknownMembers`` to count them.
  public init(from decoder: any Decoder) throws {
    try decoder.checkMembers(areOf: CodingKeys.self)
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    status = try fields.decodeName(Status.self, for: .status)
    message = try fields.decodeIfPresent(String.self, forKey: .message)
    roadmapStepID = try fields.decodeIfPresent(Int.self, forKey: .roadmapStepID)
    roadmapStepStatus = try fields.decodeNameIfPresent(StepStatus.self, for: .roadmapStepStatus)
    roadmap = try fields.decodeIfPresent([RoadmapStep].self, forKey: .roadmap)
  }

  /// Encodes all fields, null where there is no value.
  ///
  /// An encoder may order them as it likes: where the bytes matter, use ``appendJSON(to:profile:)``.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(status.rawValue, forKey: .status)
    try fields.encode(message, forKey: .message)
    try fields.encode(roadmapStepID, forKey: .roadmapStepID)
    try fields.encode(roadmapStepStatus?.rawValue, forKey: .roadmapStepStatus)
    try fields.encode(roadmap, forKey: .roadmap)
  }
}

extension KeyedDecodingContainer {
  /// Decodes one of a closed set of names.
  ///
  /// - Throws: `DecodingError` that names the field, the value found and the values known, which
  ///   the error of a raw-value enumeration does not.
  func decodeName<Name: CaseIterable & RawRepresentable<String>>(
    _ type: Name.Type, for key: Key
  ) throws -> Name {
    let value = try decode(String.self, forKey: key)
    guard let name = Name(rawValue: value) else {
      let known = Name.allCases.map(\.rawValue).joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: "\(key.stringValue) is \"\(value)\", expected one of: \(known)")
    }
    return name
  }

  /// Decodes one of a closed set of names, or `nil` for null and for a missing field.
  func decodeNameIfPresent<Name: CaseIterable & RawRepresentable<String>>(
    _ type: Name.Type, for key: Key
  ) throws -> Name? {
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    return try decodeName(type, for: key)
  }
}
