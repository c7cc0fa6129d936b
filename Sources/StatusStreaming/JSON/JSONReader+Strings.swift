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
