/// A JSON object whose members keep the order in which their keys were first set.
///
/// An answer's artifacts and metadata are written to the wire, where the order of a `Dictionary`
/// would change from one process to the next. Meant for tens of members: a look-up is linear.
public struct JSONObject: Sendable, Hashable, RandomAccessCollection {
  /// A member: a key and its value.
  public struct Element: Sendable, Hashable {
    /// The key, compared by its bytes.
    public let key: String
    /// The value.
    public var value: JSON

    /// Joins a key and a value.
    public init(key: String, value: JSON) {
      self.key = key
      self.value = value
    }

    /// Whether both have the same bytes in their keys and in their values.
    public static func == (left: Element, right: Element) -> Bool {
      left.key.utf8.elementsEqual(right.key.utf8) && left.value == right.value
    }
  }

  private var members: [Element] = []

  /// Makes an empty object.
  public init() {}

  /// Makes an object of pairs in their order; of two with one key the last value stands, in the
  /// place of the first.
  public init(_ pairs: some Sequence<(String, JSON)>) {
    for (key, value) in pairs { self[key] = value }
  }

  /// Takes members that are known to have different keys.
  init(distinct members: [Element]) {
    self.members = members
  }

  /// The position of the first member.
  public var startIndex: Int { members.startIndex }
  /// The position after the last member.
  public var endIndex: Int { members.endIndex }
  /// The member at a position.
  public subscript(position: Int) -> Element { members[position] }

  /// The value of a key; setting `nil` takes the key out, setting a new key puts it last.
  ///
  /// The literal `nil` is no value: `.null` is the value that JSON calls so.
  public subscript(key: String) -> JSON? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil): members.remove(at: position)
      case (nil, let value?): members.append(Element(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  private func position(of key: String) -> Int? {
    members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
  }

  /// How many levels of arrays and objects there are, 1 for an object that contains neither.
  public var depth: Int { 1 + (members.lazy.map(\.value.depth).max() ?? 0) }

  /// Appends the object's text, members in their order.
  public func appendJSON(to bytes: inout [UInt8], profile: JSONProfile = .portable) {
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(json: member.key, profile)
      bytes.append(UInt8(ascii: ":"))
      member.value.appendJSON(to: &bytes, profile: profile)
    }
    bytes.append(UInt8(ascii: "}"))
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Makes an object of the pairs in their order; of two with one key the last value stands.
  public init(dictionaryLiteral pairs: (String, JSON)...) {
    self.init(pairs)
  }
}

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
