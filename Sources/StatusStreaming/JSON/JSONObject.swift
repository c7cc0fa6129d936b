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
