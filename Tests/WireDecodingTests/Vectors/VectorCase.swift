import Testing

/// One case of a vector file, not yet read.
struct VectorCase: Sendable, CustomTestStringConvertible {
  let file: String
  let name: String
  let value: JSONValue

  init(file: String, value: JSONValue) {
    self.file = file
    self.value = value
    let members: [String: JSONValue] = if case .object(let members) = value { members } else { [:] }
    let parts = ["id", "name"].compactMap { key -> String? in
      if case .string(let text) = members[key] { text } else { nil }
    }
    name = parts.joined(separator: " ")
  }

  var testDescription: String { "\(file): \(name)" }

  func fields() throws -> VectorFields { try VectorFields(value, testDescription) }
}
