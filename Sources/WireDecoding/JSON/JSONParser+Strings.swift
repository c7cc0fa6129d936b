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
