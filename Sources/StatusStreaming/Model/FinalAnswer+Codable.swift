extension FinalAnswer: Codable {
  enum CodingKeys: String, CodingKey {
    case text
    case route
    case artifacts
    case metadata
  }

  /// Decodes an answer; missing maps are empty.
  ///
  /// A `Decoder` does not tell in which order the members of an object came, so those of the maps
  /// are ordered by their keys' bytes.
  ///
  /// - Throws: `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    text = try fields.decode(String.self, forKey: .text)
    route = try fields.decodeIfPresent(String.self, forKey: .route)
    artifacts = try fields.decodeIfPresent(StringMap.self, forKey: .artifacts) ?? [:]
    metadata = try fields.decodeIfPresent(StringMap.self, forKey: .metadata) ?? [:]
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

extension StringMap: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Decodes an object of strings, ordered by the bytes of its keys.
  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Key.self)
    let keys = members.allKeys.sorted {
      $0.stringValue.utf8.lexicographicallyPrecedes($1.stringValue.utf8)
    }
    self.init()
    for key in keys { self[key.stringValue] = try members.decode(String.self, forKey: key) }
  }

  /// Encodes an object of strings.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    for entry in self { try members.encode(entry.value, forKey: Key(stringValue: entry.key)) }
  }
}
