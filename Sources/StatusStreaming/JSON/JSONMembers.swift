/// The members of an object that are taken one by one, each once.
struct JSONMembers {
  private let path: [any CodingKey]
  private var rest: JSONObject

  init(of json: JSON, at path: [any CodingKey]) throws {
    guard case .object(let object) = json.content else {
      throw Self.mismatch(at: path, json, "an object")
    }
    self.path = path
    rest = object
  }

  func has(_ name: String) -> Bool { rest[name] != nil }

  /// Takes a member, null if it is left out.
  mutating func take(_ name: String) -> JSON {
    defer { rest[name] = nil }
    return rest[name] ?? .null
  }

  mutating func take(_ name: String, _: JSONObject.Type) throws -> JSONObject {
    let value = take(name)
    guard case .object(let object) = value.content else {
      throw mismatch(name, value, "an object")
    }
    return object
  }

  mutating func object(_ name: String) throws -> JSONMembers {
    try JSONMembers(of: take(name), at: path + [JSONKey(name)])
  }

  mutating func string(_ name: String) throws -> String {
    let value = take(name)
    guard let string = value.string else { throw mismatch(name, value, "a string") }
    return string
  }

  mutating func integer(_ name: String) throws -> Int {
    let value = take(name)
    guard let integer = value.int else { throw mismatch(name, value, "a whole number") }
    return integer
  }

  mutating func name<Name: CaseIterable & RawRepresentable<String>>(
    _: Name.Type, _ name: String
  ) throws -> Name {
    let value = take(name)
    guard let known = value.string.flatMap({ Name(rawValue: $0) }) else {
      let names = Name.allCases.map(\.rawValue).joined(separator: ", ")
      throw mismatch(name, value, "one of: \(names)")
    }
    return known
  }

  mutating func elements(_ name: String) throws -> [JSONMembers] {
    let value = take(name)
    guard case .array(let elements) = value.content else { throw mismatch(name, value, "an array") }
    return try elements.enumerated().map { index, element in
      try JSONMembers(of: element, at: path + [JSONKey(name), JSONKey(intValue: index)])
    }
  }

  mutating func optionalString(_ name: String) throws -> String? {
    try optional(name) { try $0.string($1) }
  }

  /// Takes a member that may be null or left out.
  mutating func optional<Value>(
    _ name: String, _ take: (inout JSONMembers, String) throws -> Value
  ) throws -> Value? {
    guard let value = rest[name], value != .null else {
      rest[name] = nil
      return nil
    }
    return try take(&self, name)
  }

  /// Refuses members that nobody has taken.
  func finish() throws {
    guard let member = rest.first else { return }
    throw mismatch(member.key, member.value, "no such member")
  }

  func mismatch(_ name: String, _ value: JSON, _ expected: String) -> DecodingError {
    Self.mismatch(at: path + [JSONKey(name)], value, expected)
  }

  private static func mismatch(
    at path: [any CodingKey], _ value: JSON, _ expected: String
  ) -> DecodingError {
    let place = path.isEmpty ? "the payload" : path.map(\.stringValue).joined(separator: ".")
    let found = value.description.prefix(100)
    return .dataCorrupted(
      .init(codingPath: path, debugDescription: "\(place) is \(found), expected \(expected)"))
  }
}
