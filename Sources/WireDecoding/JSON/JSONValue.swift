/// A JSON text's value, with everything that the text says: the order of members and the spelling
/// of numbers too.
///
/// Values compare by their bytes, not by canonical equivalence as strings do.
public indirect enum JSONValue: Sendable, Hashable {
  /// The literal `null`.
  case null
  /// The literals `true` and `false`.
  case bool(Bool)
  /// A number.
  case number(JSONNumber)
  /// A string, its escapes resolved.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object, its members in their order and each name only once.
  case object([Member])

  /// Parses a JSON text as RFC 8259 defines it and nothing more lenient.
  ///
  /// Refused besides what its grammar excludes: a byte order mark, bytes that are not UTF-8, escaped
  /// surrogates without their pair, and a member named twice.
  ///
  /// - Parameters:
  ///   - bytes: one value with nothing but white space around it.
  ///   - maximumDepth: how many arrays and objects may contain each other.
  /// - Throws: ``JSONSyntaxError`` at the first byte that can't stand where it does.
  public init(parsing bytes: [UInt8], maximumDepth: Int = 128) throws(JSONSyntaxError) {
    var parser = try JSONParser(bytes, maximumDepth: maximumDepth)
    self = try parser.parse()
  }

  /// Whether both are spelled with the same characters, white space and escapes aside.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }

  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let number): hasher.combine(number)
    case .string(let string): hasher.combine(string)
    case .array(let elements): hasher.combine(elements)
    case .object(let members): hasher.combine(members)
    }
  }
}

extension JSONValue {
  /// A name and its value within an object.
  public struct Member: Sendable, Hashable {
    /// The name, its escapes resolved.
    public let name: String
    /// The value.
    public let value: JSONValue

    /// Joins a name and a value.
    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }

    /// Whether both have the same bytes in their names and the same values.
    public static func == (left: Member, right: Member) -> Bool {
      left.name.utf8.elementsEqual(right.name.utf8) && left.value == right.value
    }
  }
}

/// A number as a JSON text spells it, so that reading it decides nothing about its precision.
public struct JSONNumber: Sendable, Hashable {
  /// The characters of the number, as in `0.750000000` or `1e6`.
  public let text: String

  init(text: String) {
    self.text = text
  }

  /// The value of a number without fraction or exponent, unless it is beyond the range of `Int`.
  public var integer: Int? { Int(text) }
}
