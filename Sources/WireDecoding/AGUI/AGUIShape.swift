/// What a value of an event may be.
indirect enum AGUIShape: Sendable {
  case anything
  /// Anything but null, which stands for a member that should be absent.
  case something
  case text
  case constant(String)
  case oneOf([String])
  case integer(ClosedRange<Int>)
  case bool
  /// An object whose members are data.
  case map
  case list(of: AGUIShape, atLeast: Int = 0)
  case object([AGUIMember])
  /// An object whose shape a member tells.
  case union(by: String, [(name: String, members: [AGUIMember])])
  /// A text, or else another shape.
  case textOr(AGUIShape)
  case patch
}

/// A member of a closed object.
struct AGUIMember: Sendable {
  let name: String
  let shape: AGUIShape
  var isRequired = true
  /// The version that has brought it.
  var since = AGUIVersion(major: 1, minor: 0)

  init(_ name: String, _ shape: AGUIShape) {
    self.name = name
    self.shape = shape
  }

  static func optional(_ name: String, _ shape: AGUIShape) -> AGUIMember {
    var member = AGUIMember(name, shape)
    member.isRequired = false
    return member
  }

  func since(_ major: Int, _ minor: Int) -> AGUIMember {
    var member = self
    member.since = AGUIVersion(major: major, minor: minor)
    return member
  }
}

/// Checks values as a producer of some version may write them.
struct AGUIShapeCheck {
  /// What the producer declares; `nil` if it does not, or not in a way that is understood.
  let version: AGUIVersion?
  /// Whether there may be more than is known: the producer speaks a version that came later.
  let allowsAdditions: Bool

  func check(
    _ value: JSONValue, is shape: AGUIShape, at place: String
  ) throws(AGUIEventError) {
    switch (shape, value) {
    case (.anything, _), (.map, .object), (.bool, .bool), (.text, .string), (.textOr, .string):
      return
    case (.something, let value) where value != .null: return
    case (.constant(let name), .string(let text)) where text.utf8.elementsEqual(name.utf8): return
    case (.oneOf(let names), .string(let text)):
      if names.contains(where: { $0.utf8.elementsEqual(text.utf8) }) || allowsAdditions { return }
    case (.integer(let range), .number(let number)):
      if let value = number.wholeValue, range.contains(value) { return }
    case (.textOr(let other), _): return try check(value, is: other, at: place)
    case (.list(let element, let least), .array(let elements)):
      guard elements.count >= least else { break }
      for (index, value) in elements.enumerated() {
        try check(value, is: element, at: "\(place)[\(index)]")
      }
      return
    case (.object(let members), .object(let found)):
      return try check(found, are: members, at: place)
    case (.union(let name, let variants), .object(let found)):
      return try check(found, areOneOf: variants, by: name, at: place)
    case (.patch, _): return try checkPatch(value, at: place)
    default: break
    }
    throw AGUIEventError(at: place, expected: shape.words, found: value.words)
  }

  func check(
    _ found: [JSONValue.Member], are members: [AGUIMember], at place: String
  ) throws(AGUIEventError) {
    for member in found {
      let own = Self.join(place, member.name)
      guard let known = members.first(where: { $0.name.utf8.elementsEqual(member.name.utf8) }),
        known.since <= version ?? .newest
      else {
        if allowsAdditions { continue }
        throw AGUIEventError(
          at: own, expected: "none but " + members.map(\.name).joined(separator: ", "),
          found: member.value.words)
      }
      if !known.isRequired, member.value == .null {
        throw AGUIEventError(
          at: own, expected: "\(known.shape.words), or no such member at all", found: "null")
      }
      try check(member.value, is: known.shape, at: own)
    }
    for member in members where member.isRequired {
      if found.contains(where: { $0.name.utf8.elementsEqual(member.name.utf8) }) { continue }
      throw AGUIEventError(
        at: Self.join(place, member.name), expected: member.shape.words, found: "nothing")
    }
  }

  private func check(
    _ found: [JSONValue.Member],
    areOneOf variants: [(name: String, members: [AGUIMember])], by name: String, at place: String
  ) throws(AGUIEventError) {
    let own = Self.join(place, name)
    let names = variants.map(\.name).joined(separator: ", ")
    guard let value = JSONValue.object(found)[name] else {
      throw AGUIEventError(at: own, expected: "one of \(names)", found: "nothing")
    }
    guard case .string(let text) = value else {
      throw AGUIEventError(at: own, expected: "one of \(names)", found: value.words)
    }
    guard let variant = variants.first(where: { $0.name.utf8.elementsEqual(text.utf8) }) else {
      if allowsAdditions { return }
      throw AGUIEventError(at: own, expected: "one of \(names)", found: value.words)
    }
    try check(found, are: variant.members, at: place)
  }

  private func checkPatch(_ value: JSONValue, at place: String) throws(AGUIEventError) {
    let patch: JSONPatch
    do { patch = try JSONPatch(value) } catch {
      throw AGUIEventError(
        at: place, expected: "a patch as in RFC 6902", found: "another value: \(error)")
    }
    guard let unknown = patch.unknownOperations.first, !allowsAdditions else { return }
    throw AGUIEventError(
      at: place, expected: "operations of RFC 6902", found: JSONValue.string(unknown).words)
  }

  private static func join(_ place: String, _ name: String) -> String {
    place.isEmpty ? name : "\(place).\(name)"
  }
}

extension AGUIShape {
  /// What it is, for messages.
  var words: String {
    switch self {
    case .anything: "a value"
    case .something: "a value that is not null"
    case .text: "a string"
    case .constant(let name): "'\(name)'"
    case .oneOf(let names): "one of " + names.joined(separator: ", ")
    case .integer(let range):
      "an integer from \(range.lowerBound) to \(range.upperBound)"
    case .bool: "true or false"
    case .map, .object, .union: "an object"
    case .list(_, let least): least == 0 ? "an array" : "an array of at least \(least)"
    case .textOr(let other): "a string or \(other.words)"
    case .patch: "an array of operations"
    }
  }
}

extension JSONValue {
  /// What it is, for messages, cut where it is long.
  var words: String {
    switch self {
    case .null: return "null"
    case .bool(let bool): return "\(bool)"
    case .number(let number): return String(number.text.prefix(40))
    case .string(let text):
      let scalars = text.unicodeScalars.prefix(40).map { $0.escaped(asASCII: false) }
      return "'" + scalars.joined() + (text.unicodeScalars.count > 40 ? "…'" : "'")
    case .array: return "an array"
    case .object: return "an object"
    }
  }
}
