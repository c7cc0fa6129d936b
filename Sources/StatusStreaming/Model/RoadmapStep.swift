/// One step of an agent's plan.
public struct RoadmapStep: Sendable, Hashable {
  /// How a planned step is doing.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// The step has not begun.
    case pending
    /// The step is being executed.
    case running
    /// The step ended well.
    case ok
    /// The step failed.
    case error
  }

  /// The number that updates about the step carry; nothing refuses a plan of which two steps have one.
  public var id: Int
  /// A short title.
  public var name: String
  /// What the step does, in a sentence.
  public var description: String
  /// How the step is doing.
  public var status: Status

  /// Makes a step, pending unless said otherwise.
  public init(id: Int, name: String, description: String, status: Status = .pending) {
    self.id = id
    self.name = name
    self.description = description
    self.status = status
  }
}

extension RoadmapStep: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case id
    case name
    case description
    case status
  }

  /// Decodes a step, pending if its status is missing.
  ///
  /// - Throws: `DecodingError`, which for an unknown status names the field, the value and the
  ///   values known, and for a member that is not known that and the members known, unless the
  ///   decoder has ``UnknownMembers`` to count them.
  public init(from decoder: any Decoder) throws {
    try decoder.checkMembers(areOf: CodingKeys.self)
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(Int.self, forKey: .id)
    name = try fields.decode(String.self, forKey: .name)
    description = try fields.decode(String.self, forKey: .description)
    status =
      fields.contains(.status) ? try fields.decodeName(Status.self, for: .status) : .pending
  }

  /// Encodes all fields.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(id, forKey: .id)
    try fields.encode(name, forKey: .name)
    try fields.encode(description, forKey: .description)
    try fields.encode(status.rawValue, forKey: .status)
  }
}
