import WireDecoding

extension JSONNode {
  /// The members of an object, taken in the order that the format prescribes.
  struct Members {
    let node: JSONNode
    private var rest: ArraySlice<JSONValue.Member>

    init(node: JSONNode, rest: ArraySlice<JSONValue.Member>) {
      self.node = node
      self.rest = rest
    }

    /// The name of the next member.
    var nextName: String? { rest.first?.name }

    /// Takes the next member, whatever its name.
    mutating func next() -> (name: String, node: JSONNode)? {
      guard let member = rest.popFirst() else { return nil }
      let prefix = node.place.isEmpty ? "" : node.place + "."
      return (member.name, JSONNode(member.value, at: prefix + member.name))
    }

    /// Takes the next member, which has to be of this name.
    mutating func next(_ name: String) throws(Fault) -> JSONNode {
      guard nextName.map({ $0.utf8.elementsEqual(name.utf8) }) == true, let member = next() else {
        throw node.expected("the member '\(name)' instead of \(nextDescription)")
      }
      return member.node
    }

    /// Refuses members beyond those taken.
    func finish() throws(Fault) {
      if !rest.isEmpty { throw node.expected("the end instead of \(nextDescription)") }
    }

    private var nextDescription: String {
      nextName.map { "'\($0)'" } ?? "the end"
    }
  }
}
