/// Any JSON value, so that a vector file's keys can all be accounted for.
enum JSONValue: Decodable, Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case integer(Int)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// The value with another one at a path such as `final.retry` or `expected.0.data`.
  func replacing(_ path: ArraySlice<Substring>, with value: JSONValue) throws -> JSONValue {
    guard let key = path.first else { return value }
    let rest = path.dropFirst()
    switch self {
    case .object(var members):
      members[String(key)] = try (members[String(key)] ?? .null).replacing(rest, with: value)
      return .object(members)
    case .array(var elements):
      guard let index = Int(key), elements.indices.contains(index) else {
        throw VectorFault("no element \(key)")
      }
      elements[index] = try elements[index].replacing(rest, with: value)
      return .array(elements)
    default:
      throw VectorFault("nothing to replace at \(key)")
    }
  }
}
