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
