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
