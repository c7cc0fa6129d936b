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
