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
