extension JSON {
  /// Reads a value that somebody else has written (RFC 8259), and nothing more lenient.
  ///
  /// White space is left out, and strings are written as this package does; the order of members and
  /// the digits of numbers stay.
  ///
  /// - Parameter bytes: one value with nothing but white space around it.
  /// - Throws: ``JSONParsingError`` at the first byte that can't stand where it does: a byte order
  ///   mark, what is not UTF-8, half a surrogate pair, a second member of one name and whatever is
  ///   deeper than ``maximumDepth`` are refused, too.
  public init(parsing bytes: some Sequence<UInt8>) throws(JSONParsingError) {
    try self.init(parsing: bytes, levelsAround: 0)
  }

  /// Reads a text in which values that somebody chose stand inside of so many levels.
  init(parsing bytes: some Sequence<UInt8>, levelsAround levels: Int) throws(JSONParsingError) {
    var reader = JSONReader(Array(bytes), maximumDepth: JSON.maximumDepth + levels)
    self = try reader.readValue()
  }

  /// A number that is written with these digits, `nil` if JSON has no such number.
  public init?(digits: String) {
    guard let number = try? JSON(parsing: digits.utf8), case .number = number.content,
      number.text.elementsEqual(digits.utf8)
    else { return nil }
    self = number
  }
}

/// Reads a JSON text from its beginning to its end, without recursion.
struct JSONReader {
  /// An array or an object that has not ended.
  private struct Container {
    let isObject: Bool
    /// The names of the members so far.
    var names: Set<[UInt8]> = []
  }

  private enum Expectation {
    case value
    case firstElementOrEnd
    case name
    case firstNameOrEnd
    case separatorOrEnd
  }

  private let bytes: [UInt8]
  private let maximumDepth: Int
  private var position = 0
  private var output: [UInt8] = []
  private var containers: [Container] = []
  private var deepest = 0

  init(_ bytes: [UInt8], maximumDepth: Int) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  mutating func readValue() throws(JSONParsingError) -> JSON {
    guard bytes.isValidUTF8 else {
      throw JSONParsingError(.invalidUTF8, at: bytes.validUTF8PrefixCount)
    }
    var expectation = Expectation.value
    repeat {
      skipWhitespace()
      switch expectation {
      case .value, .firstElementOrEnd:
        let mayEnd = if case .firstElementOrEnd = expectation { true } else { false }
        expectation = try readStart(mayEnd: mayEnd)
      case .name, .firstNameOrEnd:
        let mayEnd = if case .firstNameOrEnd = expectation { true } else { false }
        expectation = try readName(mayEnd: mayEnd)
      case .separatorOrEnd:
        expectation = try readSeparator()
      }
    } while !containers.isEmpty || !isDone(expectation)
    skipWhitespace()
    guard position == bytes.count else { throw unexpected() }
    return JSON(text: output, depth: deepest)
  }

  private func isDone(_ expectation: Expectation) -> Bool {
    if case .separatorOrEnd = expectation { true } else { false }
  }

  /// Reads a value, or the beginning of one that has parts.
  private mutating func readStart(mayEnd: Bool) throws(JSONParsingError) -> Expectation {
    guard let byte = peek() else { throw unexpected() }
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      guard containers.count < maximumDepth else {
        throw JSONParsingError(.tooDeep(limit: maximumDepth), at: position)
      }
      let isObject = byte == UInt8(ascii: "{")
      containers.append(Container(isObject: isObject))
      deepest = max(deepest, containers.count)
      take(byte)
      return isObject ? .firstNameOrEnd : .firstElementOrEnd
    case UInt8(ascii: "]") where mayEnd: return try readSeparator()
    case UInt8(ascii: "\""): output.append(json: try readString(), .reference)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber()
    case UInt8(ascii: "t"): try read("true")
    case UInt8(ascii: "f"): try read("false")
    case UInt8(ascii: "n"): try read("null")
    default: throw unexpected()
    }
    return .separatorOrEnd
  }

  private mutating func readName(mayEnd: Bool) throws(JSONParsingError) -> Expectation {
    if mayEnd, peek() == UInt8(ascii: "}") { return try readSeparator() }
    guard peek() == UInt8(ascii: "\"") else { throw unexpected() }
    let start = position
    let name = try readString()
    guard containers[containers.count - 1].names.insert(Array(name.utf8)).inserted else {
      throw JSONParsingError(.duplicateName(name), at: start)
    }
    output.append(json: name, .reference)
    skipWhitespace()
    guard peek() == UInt8(ascii: ":") else { throw unexpected() }
    take(UInt8(ascii: ":"))
    return .value
  }

  /// Reads what follows a value: a comma, or the end of what it is in.
  private mutating func readSeparator() throws(JSONParsingError) -> Expectation {
    guard let isObject = containers.last?.isObject else { throw unexpected() }
    switch peek() {
    case UInt8(ascii: ","):
      take(UInt8(ascii: ","))
      return isObject ? .name : .value
    case UInt8(ascii: isObject ? "}" : "]"):
      take(UInt8(ascii: isObject ? "}" : "]"))
      containers.removeLast()
      return .separatorOrEnd
    default: throw unexpected()
    }
  }

  private mutating func read(_ literal: String) throws(JSONParsingError) {
    for byte in literal.utf8 {
      guard peek() == byte else { throw unexpected() }
      take(byte)
    }
  }

  private mutating func readNumber() throws(JSONParsingError) {
    if peek() == UInt8(ascii: "-") { take(UInt8(ascii: "-")) }
    if peek() == UInt8(ascii: "0") { take(UInt8(ascii: "0")) } else { try readDigits() }
    if peek() == UInt8(ascii: ".") {
      take(UInt8(ascii: "."))
      try readDigits()
    }
    if let mark = peek(), mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
      take(mark)
      if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { take(sign) }
      try readDigits()
    }
  }

  /// Reads one digit or more.
  private mutating func readDigits() throws(JSONParsingError) {
    let start = position
    while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { take(byte) }
    if position == start { throw unexpected() }
  }

  // MARK: Bytes

  mutating func advance() {
    position += 1
  }

  func peek() -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  func unexpected() -> JSONParsingError {
    guard let byte = peek() else { return JSONParsingError(.unexpectedEnd, at: position) }
    return JSONParsingError(.unexpectedByte(byte), at: position)
  }

  var offset: Int { position }

  private mutating func take(_ byte: UInt8) {
    output.append(byte)
    position += 1
  }

  private mutating func skipWhitespace() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }
}

extension JSONReader {
  /// Reads a string from its opening quotation mark to its closing one.
  mutating func readString() throws(JSONParsingError) -> String {
    advance()
    var text: [UInt8] = []
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        advance()
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += String(try readEscape()).utf8
      case 0..<0x20: throw unexpected()
      default:
        text.append(byte)
        advance()
      }
    }
    throw unexpected()
  }

  private mutating func readEscape() throws(JSONParsingError) -> Unicode.Scalar {
    let start = offset
    advance()
    guard let byte = peek() else { throw unexpected() }
    advance()
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw JSONParsingError(.invalidEscape, at: start)
    }
    let unit = try readCodeUnit(of: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let isPair = UTF16.isLeadSurrogate(unit) && peek() == UInt8(ascii: "\\")
    if isPair { advance() }
    guard isPair, peek() == UInt8(ascii: "u") else {
      throw JSONParsingError(.loneSurrogate, at: start)
    }
    advance()
    let second = try readCodeUnit(of: start)
    guard UTF16.isTrailSurrogate(second) else { throw JSONParsingError(.loneSurrogate, at: start) }
    return UTF16.decode(UTF16.EncodedScalar([unit, second]))
  }

  /// Reads four hexadecimal digits.
  private mutating func readCodeUnit(of start: Int) throws(JSONParsingError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek() else { throw unexpected() }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw JSONParsingError(.invalidEscape, at: start)
      }
      unit = unit << 4 | UInt16(digit)
      advance()
    }
    return unit
  }
}

/// The refusal of bytes as a JSON value.
public struct JSONParsingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, with the section of RFC 8259 where there is one.
  public enum Code: Sendable, Hashable {
    /// The text ends within a value.
    case unexpectedEnd
    /// A byte that begins or continues nothing that may stand there (2), that of a byte order mark
    /// included (8.1).
    case unexpectedByte(UInt8)
    /// Bytes that are not UTF-8 (8.1).
    case invalidUTF8
    /// A backslash with something after it that is no escape (7).
    case invalidEscape
    /// An escaped surrogate without its other half, which no string can hold (8.2).
    case loneSurrogate
    /// A second member of one name, of which readers take the one or the other (4).
    case duplicateName(String)
    /// Arrays and objects within each other beyond the limit (9).
    case tooDeep(limit: Int)
  }

  /// What is wrong.
  public let code: Code
  /// Where, in bytes from the beginning.
  public let offset: Int

  init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  /// What is wrong and where.
  public var description: String {
    let what =
      switch code {
      case .unexpectedEnd: "the text ends within a value"
      case .unexpectedByte(let byte): "the byte \(byte) has no place there"
      case .invalidUTF8: "the text is not UTF-8"
      case .invalidEscape: "the escape is none of JSON's"
      case .loneSurrogate: "the surrogate lacks its other half"
      case .duplicateName(let name): "the member is a second \(JSON(name))"
      case .tooDeep(let limit): "the value is more than \(limit) levels deep"
      }
    return "JSON, byte \(offset): \(what)"
  }
}
