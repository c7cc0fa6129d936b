import WireDecoding

/// A JSON value and its place in the text, so that an error can name both.
struct JSONNode {
  /// A value that is not what the format asks for.
  struct Fault: Error {
    let place: String
    let expected: String
  }

  let value: JSONValue
  /// The way to the value from the outermost one, as in `roadmap[0].status`.
  let place: String

  init(_ value: JSONValue, at place: String = "") {
    self.value = value
    self.place = place
  }

  /// The value, or `nil` for null.
  var orNull: JSONNode? { value == .null ? nil : self }

  func expected(_ expected: String) -> Fault {
    Fault(place: place.isEmpty ? "the line" : place, expected: expected)
  }

  func string() throws(Fault) -> String {
    guard case .string(let string) = value else { throw expected("a string") }
    return string
  }

  func number() throws(Fault) -> JSONNumber {
    guard case .number(let number) = value else { throw expected("a number") }
    return number
  }

  func integer(atLeast minimum: Int = .min) throws(Fault) -> Int {
    guard let integer = try number().integer, integer >= minimum else {
      throw expected(minimum == .min ? "an integer" : "an integer of at least \(minimum)")
    }
    return integer
  }

  /// One of the names that a type has for its cases.
  func name<Name: RawRepresentable<String> & CaseIterable>(_: Name.Type) throws(Fault) -> Name {
    let string = try string()
    guard let name = Name.allCases.first(where: { $0.rawValue.utf8.elementsEqual(string.utf8) })
    else {
      throw expected("one of " + Name.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return name
  }

  func elements() throws(Fault) -> [JSONNode] {
    guard case .array(let elements) = value else { throw expected("an array") }
    return elements.enumerated().map { JSONNode($1, at: "\(place)[\($0)]") }
  }

  func members() throws(Fault) -> Members {
    guard case .object(let members) = value else { throw expected("an object") }
    return Members(node: self, rest: members[...])
  }
}

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
