import StatusStreaming
import WireDecoding

extension FinalAnswer {
  /// Reads an answer with all of its members in the order in which they are written, and its maps
  /// in theirs.
  init(_ node: JSONNode) throws(JSONNode.Fault) {
    var members = try node.members()
    self.init(
      text: try members.next("text").string(),
      route: try members.next("route").orNull?.string(),
      artifacts: try JSONObject(members.next("artifacts")),
      metadata: try JSONObject(members.next("metadata")))
    try members.finish()
  }
}

extension JSONObject {
  fileprivate init(_ node: JSONNode) throws(JSONNode.Fault) {
    guard case .object(let members) = node.value else { throw node.expected("an object") }
    self.init(members.map { ($0.name, JSON($0.value)) })
  }
}

extension JSON {
  /// Takes over what was read, members in their order and numbers with their digits.
  ///
  /// It is no deeper than the decoder allows.
  fileprivate init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool(let bool): self.init(bool)
    case .number(let number): self = JSON(digits: number.text) ?? .null
    case .string(let string): self.init(string)
    case .array(let elements): self.init(elements.map { JSON($0) })
    case .object(let members): self.init(JSONObject(members.map { ($0.name, JSON($0.value)) }))
    }
  }
}
