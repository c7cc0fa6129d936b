extension JSON {
  /// Encodes a value by its own `Codable` conformance, members in the order in which it encodes them.
  ///
  /// The members of a dictionary, which has no order of its own, are ordered by their keys' bytes, and
  /// the elements of a set by theirs. A number that is not finite is `null`. Types for which a certain
  /// encoder makes exceptions (dates, data and URLs of Foundation with its `JSONEncoder`) are encoded
  /// as their conformances say; where those exceptions are wanted, parse what that encoder writes.
  ///
  /// - Throws: `EncodingError` for a value that encodes nothing or is deeper than ``maximumDepth``;
  ///   what the value throws.
  public init(encoding value: some Encodable) throws {
    let slot = EncodedSlot()
    try slot.encode(value, at: [])
    if slot.isTooDeep { throw EncodingError.tooDeep(value, at: []) }
    guard let json = slot.json else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: [], debugDescription: "\(type(of: value)) encodes nothing"))
    }
    self = json
  }
}

extension JSONObject {
  /// Encodes a value by its own `Codable` conformance, as ``JSON/init(encoding:)`` does.
  ///
  /// - Throws: `EncodingError`, also for a value that does not encode as an object.
  public init(encoding value: some Encodable) throws {
    guard case .object(let object) = try JSON(encoding: value).content else {
      throw EncodingError.invalidValue(
        value,
        .init(
          codingPath: [], debugDescription: "\(type(of: value)) does not encode as an object"))
    }
    self = object
  }
}
