extension JSON {
  /// What a value is, one level of it.
  public enum Content: Sendable, Hashable {
    /// The literal `null`.
    case null
    /// The literals `true` and `false`.
    case bool(Bool)
    /// A number, with the digits that it is written with.
    case number(String)
    /// A string, its escapes resolved.
    case string(String)
    /// An array.
    case array([JSON])
    /// An object.
    case object(JSONObject)
  }

  /// What the value is; found by reading its text once.
  public var content: Content {
    switch text[0] {
    case UInt8(ascii: "n"): .null
    case UInt8(ascii: "t"): .bool(true)
    case UInt8(ascii: "f"): .bool(false)
    case UInt8(ascii: "\""): .string(Self.string(text[...]))
    case UInt8(ascii: "["): .array(parts())
    case UInt8(ascii: "{"): .object(members())
    default: .number(description)
    }
  }

  /// The string, `nil` for any other value.
  public var string: String? {
    if case .string(let string) = content { string } else { nil }
  }

  /// The whole number, `nil` for any other value and for one beyond the range of `Int`.
  public var int: Int? { depth == 0 ? Int(description) : nil }

  /// The number nearest to the one that is written, `nil` for any other value.
  public var double: Double? {
    if case .number(let digits) = content { Double(digits) } else { nil }
  }

  /// The truth value, `nil` for any other value.
  public var bool: Bool? {
    if case .bool(let bool) = content { bool } else { nil }
  }

  /// The value of an object's member, `nil` if there is none.
  public subscript(key: String) -> JSON? {
    if case .object(let object) = content { object[key] } else { nil }
  }

  /// The element of an array, `nil` if there is none.
  public subscript(index: Int) -> JSON? {
    guard case .array(let elements) = content, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  private func members() -> JSONObject {
    let parts = parts()
    return JSONObject(
      distinct: stride(from: 0, to: parts.count, by: 2).map { index in
        JSONObject.Element(key: Self.string(parts[index].text[...]), value: parts[index + 1])
      })
  }

  /// What stands between the outermost brackets, commas and colons.
  private func parts() -> [JSON] {
    var parts: [JSON] = []
    var start = 1
    var (level, deepest) = (0, 0)
    var isInString = false
    var index = 1
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\\") where isInString: index += 1
      case UInt8(ascii: "\""): isInString.toggle()
      case _ where isInString: break
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        level += 1
        deepest = max(deepest, level)
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        level -= 1
        if level < 0, index > start {
          parts.append(JSON(text: Array(text[start..<index]), depth: deepest))
        }
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard level == 0 else { break }
        parts.append(JSON(text: Array(text[start..<index]), depth: deepest))
        (start, deepest) = (index + 1, 0)
      default: break
      }
      index += 1
    }
    return parts
  }

  /// Reads a string of a text that is known to be right.
  private static func string(_ text: ArraySlice<UInt8>) -> String {
    var reader = JSONReader(Array(text), maximumDepth: JSON.maximumDepth)
    return (try? reader.readString()) ?? ""
  }
}

extension JSON {
  /// Encodes a value by its own `Codable` conformance, members in the order in which it encodes them.
  ///
  /// The members of a dictionary, which has no order of its own, are ordered by their keys' bytes, and
  /// the elements of a set by theirs. A number that is not finite is `null`. Types for which a certain
  /// encoder makes exceptions (dates, data and URLs of Foundation with its `JSONEncoder`) are encoded
  /// as their conformances say; where those exceptions are wanted, parse what that encoder writes.
  ///
  /// - Throws: `EncodingError` for a value that encodes nothing or is deeper than ``maximumDepth``;
  ///   what the value throws.
  public init(encoding value: some Encodable) throws {
    let slot = EncodedSlot()
    try slot.encode(value, at: [])
    if slot.isTooDeep { throw EncodingError.tooDeep(value, at: []) }
    guard let json = slot.json else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: [], debugDescription: "\(type(of: value)) encodes nothing"))
    }
    self = json
  }
}

extension JSONObject {
  /// Encodes a value by its own `Codable` conformance, as ``JSON/init(encoding:)`` does.
  ///
  /// - Throws: `EncodingError`, also for a value that does not encode as an object.
  public init(encoding value: some Encodable) throws {
    guard case .object(let object) = try JSON(encoding: value).content else {
      throw EncodingError.invalidValue(
        value,
        .init(
          codingPath: [], debugDescription: "\(type(of: value)) does not encode as an object"))
    }
    self = object
  }
}

/// Which of the many spellings of a JSON text is written.
///
/// Both are compact, keep the order of the fields, write nulls and leave characters outside of
/// ASCII unescaped.
public enum JSONProfile: Sendable, Hashable {
  /// The bytes that pydantic's `model_dump_json()` gives.
  case reference
  /// The same, but with U+2028 and U+2029 escaped: clients that treat them as ends of a line, as
  /// JavaScript did before ECMAScript 2019, break on the raw characters.
  case portable
}
