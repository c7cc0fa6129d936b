/// The members of a JSON object, each to be taken once: what nobody asks for is a fault, so that no
/// part of a vector is ever passed over.
struct VectorFields {
  private var members: [String: JSONValue]
  private let name: String

  init(_ value: JSONValue, _ name: String) throws {
    guard case .object(let members) = value else { throw VectorFault("\(name) is no object") }
    self.members = members
    self.name = name
  }

  func has(_ key: String) -> Bool { members[key] != nil }

  /// Drops members that are for people.
  mutating func ignore(_ keys: String...) {
    for key in keys { members[key] = nil }
  }

  mutating func take(_ key: String) throws -> JSONValue {
    guard let value = members.removeValue(forKey: key) else {
      throw VectorFault("\(name) has no \(key)")
    }
    return value
  }

  /// The value of a member that may be absent or null.
  mutating func takeIfPresent(_ key: String) -> JSONValue? {
    let value = members.removeValue(forKey: key)
    return value == .null ? nil : value
  }

  mutating func string(_ key: String) throws -> String {
    guard case .string(let text) = try take(key) else { throw fault(key, "string") }
    return text
  }

  mutating func stringIfPresent(_ key: String) throws -> String? {
    guard let value = takeIfPresent(key) else { return nil }
    guard case .string(let text) = value else { throw fault(key, "string") }
    return text
  }

  mutating func bool(_ key: String) throws -> Bool {
    guard case .bool(let flag) = try take(key) else { throw fault(key, "boolean") }
    return flag
  }

  mutating func boolIfPresent(_ key: String) throws -> Bool? {
    guard let value = takeIfPresent(key) else { return nil }
    guard case .bool(let flag) = value else { throw fault(key, "boolean") }
    return flag
  }

  mutating func int(_ key: String) throws -> Int {
    guard let number = try intIfPresent(key) else { throw fault(key, "number") }
    return number
  }

  /// A whole number; one beyond the range of `Int` is taken as the nearest that is not.
  mutating func intIfPresent(_ key: String) throws -> Int? {
    switch takeIfPresent(key) {
    case nil: return nil
    case .integer(let number): return number
    case .number(let number) where number.rounded() == number:
      return Int(exactly: number) ?? (number < 0 ? .min : .max)
    default: throw fault(key, "whole number")
    }
  }

  mutating func array(_ key: String) throws -> [JSONValue] {
    guard case .array(let elements) = try take(key) else { throw fault(key, "array") }
    return elements
  }

  mutating func arrayIfPresent(_ key: String) throws -> [JSONValue]? {
    has(key) ? try array(key) : nil
  }

  mutating func objectIfPresent(_ key: String) throws -> VectorFields? {
    guard let value = takeIfPresent(key) else { return nil }
    return try VectorFields(value, "\(name).\(key)")
  }

  /// The members left, in the order of their keys.
  mutating func takeRest() -> [(key: String, value: JSONValue)] {
    defer { members = [:] }
    return members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Throws unless every member was taken.
  func finish() throws {
    if !members.isEmpty {
      throw VectorFault("\(name) has members that no test knows: \(members.keys.sorted())")
    }
  }

  private func fault(_ key: String, _ expected: String) -> VectorFault {
    VectorFault("\(name).\(key) is no \(expected)")
  }
}
