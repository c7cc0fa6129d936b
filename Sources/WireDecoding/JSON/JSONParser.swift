/// A recursive-descent parser for one JSON text (RFC 8259).
struct JSONParser {
  let bytes: [UInt8]
  var position = 0
  private let maximumDepth: Int
  private var depth = 0

  init(_ bytes: [UInt8], maximumDepth: Int) throws(JSONSyntaxError) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    if bytes.starts(with: "\u{FEFF}".utf8) { throw JSONSyntaxError(.byteOrderMark, at: 0) }
    var validator = UTF8Validator()
    if let fault = validator.firstFault(in: bytes.span, from: 0) {
      throw JSONSyntaxError(.invalidUTF8, at: fault)
    }
    if !validator.isAtBoundary { throw JSONSyntaxError(.invalidUTF8, at: bytes.count) }
  }

  mutating func parse() throws(JSONSyntaxError) -> JSONValue {
    let value = try parseValue()
    skipWhitespace()
    if position < bytes.count { throw unexpected() }
    return value
  }

  private mutating func parseValue() throws(JSONSyntaxError) -> JSONValue {
    skipWhitespace()
    switch peek() {
    case UInt8(ascii: "{"): return .object(try parseMembers())
    case UInt8(ascii: "["): return .array(try parseElements())
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?:
      return .number(try parseNumber())
    case UInt8(ascii: "t"): return try parse("true", as: .bool(true))
    case UInt8(ascii: "f"): return try parse("false", as: .bool(false))
    case UInt8(ascii: "n"): return try parse("null", as: .null)
    default: throw unexpected()
    }
  }

  private mutating func parse(
    _ literal: StaticString, as value: JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    for index in 0..<literal.utf8CodeUnitCount {
      try expect(unsafe literal.utf8Start[index])
    }
    return value
  }

  // MARK: Containers

  /// Goes past an opening bracket.
  private mutating func enter() throws(JSONSyntaxError) {
    if depth == maximumDepth { throw JSONSyntaxError(.tooDeep(limit: maximumDepth), at: position) }
    depth += 1
    position += 1
  }

  private mutating func parseElements() throws(JSONSyntaxError) -> [JSONValue] {
    try enter()
    defer { depth -= 1 }
    var elements: [JSONValue] = []
    if skip(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try parseValue())
      if skip(UInt8(ascii: "]")) { return elements }
      try expect(UInt8(ascii: ","))
    }
  }

  private mutating func parseMembers() throws(JSONSyntaxError) -> [JSONValue.Member] {
    try enter()
    defer { depth -= 1 }
    var members: [JSONValue.Member] = []
    var names: Set<[UInt8]> = []
    if skip(UInt8(ascii: "}")) { return members }
    while true {
      skipWhitespace()
      let start = position
      guard peek() == UInt8(ascii: "\"") else { throw unexpected() }
      let name = try parseString()
      guard names.insert(Array(name.utf8)).inserted else {
        throw JSONSyntaxError(.duplicateName(name), at: start)
      }
      skipWhitespace()
      try expect(UInt8(ascii: ":"))
      members.append(.init(name: name, value: try parseValue()))
      if skip(UInt8(ascii: "}")) { return members }
      try expect(UInt8(ascii: ","))
    }
  }

  // MARK: Numbers

  private mutating func parseNumber() throws(JSONSyntaxError) -> JSONNumber {
    let start = position
    if peek() == UInt8(ascii: "-") { position += 1 }
    if peek() == UInt8(ascii: "0") { position += 1 } else { try parseDigits() }
    if peek() == UInt8(ascii: ".") {
      position += 1
      try parseDigits()
    }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      position += 1
      if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
      try parseDigits()
    }
    return JSONNumber(text: String(decoding: bytes[start..<position], as: UTF8.self))
  }

  /// Reads one digit or more.
  private mutating func parseDigits() throws(JSONSyntaxError) {
    let start = position
    while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      position += 1
    }
    if position == start { throw unexpected() }
  }

  // MARK: Bytes

  func peek() -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  func unexpected() -> JSONSyntaxError {
    guard let byte = peek() else { return JSONSyntaxError(.unexpectedEnd, at: position) }
    return JSONSyntaxError(.unexpectedByte(byte), at: position)
  }

  private mutating func expect(_ byte: UInt8) throws(JSONSyntaxError) {
    guard peek() == byte else { throw unexpected() }
    position += 1
  }

  /// Skips white space and then `byte` if it is there.
  private mutating func skip(_ byte: UInt8) -> Bool {
    skipWhitespace()
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipWhitespace() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }
}

extension JSONParser {
  /// Reads a string from its opening quotation mark to its closing one.
  mutating func parseString() throws(JSONSyntaxError) -> String {
    position += 1
    var text: [UInt8] = []
    var runStart = position
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        text += bytes[runStart..<position]
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text += bytes[runStart..<position]
        text.append(contentsOf: try parseEscape())
        runStart = position
      case 0..<0x20:
        throw JSONSyntaxError(.unescapedControl(byte), at: position)
      default:
        position += 1
      }
    }
    throw unexpected()
  }

  private mutating func parseEscape() throws(JSONSyntaxError) -> UTF8.EncodedScalar {
    let start = position
    position += 1
    guard let byte = peek() else { throw unexpected() }
    position += 1
    let scalar: Unicode.Scalar
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = .init(byte)
    case UInt8(ascii: "b"): scalar = "\u{8}"
    case UInt8(ascii: "f"): scalar = "\u{C}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    case UInt8(ascii: "u"): scalar = try parseCodeUnits(escapedAt: start)
    default: throw JSONSyntaxError(.invalidEscape, at: start)
    }
    return UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
  }

  /// Reads the digits of an escaped UTF-16 code unit, and the whole second escape if the first is
  /// half of a pair.
  private mutating func parseCodeUnits(
    escapedAt start: Int
  ) throws(JSONSyntaxError) -> Unicode.Scalar {
    let first = try parseHexadecimal(escapedAt: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    let second = position
    guard UTF16.isLeadSurrogate(first), bytes[position...].starts(with: "\\u".utf8) else {
      throw JSONSyntaxError(.loneSurrogate, at: start)
    }
    position += 2
    let unit = try parseHexadecimal(escapedAt: second)
    guard UTF16.isTrailSurrogate(unit) else { throw JSONSyntaxError(.loneSurrogate, at: start) }
    return UTF16.decode(UTF16.EncodedScalar([first, unit]))
  }

  private mutating func parseHexadecimal(escapedAt start: Int) throws(JSONSyntaxError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek() else { throw unexpected() }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw JSONSyntaxError(.invalidEscape, at: start)
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }
}

/// The refusal of bytes as a JSON text.
public struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, with the section of RFC 8259 where there is one.
  public enum Code: Sendable, Hashable {
    /// The text ends within a value.
    case unexpectedEnd
    /// A byte that begins or continues nothing that may stand here (2).
    case unexpectedByte(UInt8)
    /// A byte order mark (8.1).
    case byteOrderMark
    /// Bytes that are not UTF-8 (8.1).
    case invalidUTF8
    /// A control character that is not escaped (7).
    case unescapedControl(UInt8)
    /// A backslash with something after it that is not an escape (7).
    case invalidEscape
    /// An escaped surrogate without its other half (8.2).
    case loneSurrogate
    /// A second member of one name (4).
    case duplicateName(String)
    /// Arrays and objects within each other beyond the limit (9).
    case tooDeep(limit: Int)
  }

  /// What is wrong.
  public let code: Code
  /// Where, in bytes from the beginning of the text.
  public let offset: Int

  /// Refuses the byte at an offset.
  public init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  /// What is wrong and where, in one sentence.
  public var description: String {
    switch code {
    case .unexpectedEnd: "The JSON text ends at byte \(offset), within a value."
    case .unexpectedByte(let byte): "The byte \(byte) at byte \(offset) has no place there in JSON."
    case .byteOrderMark: "The JSON text begins with a byte order mark."
    case .invalidUTF8: "The JSON text is not UTF-8 at byte \(offset)."
    case .unescapedControl: "The control character at byte \(offset) is not escaped."
    case .invalidEscape: "The escape at byte \(offset) is none of JSON's."
    case .loneSurrogate: "The surrogate at byte \(offset) lacks its other half."
    case .duplicateName(let name): "The member at byte \(offset) is a second '\(name)'."
    case .tooDeep(let limit): "The value at byte \(offset) is more than \(limit) levels deep."
    }
  }
}
