extension [UInt8] {
  /// Appends a string as a JSON string (RFC 8259, section 7), or `null`.
  mutating func append(json string: String?, _ profile: JSONProfile) {
    guard let string else { return append("null") }
    append(UInt8(ascii: "\""))
    let isContiguous: Void? = unsafe string.utf8.withContiguousStorageIfAvailable {
      unsafe appendEscaped($0, profile)
    }
    if isContiguous == nil {
      var copy = string
      copy.withUTF8 { unsafe appendEscaped($0, profile) }
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends a whole number, or `null`.
  mutating func append(json number: Int?) {
    guard let number else { return append("null") }
    if number < 0 {
      append(contentsOf: String(number).utf8)
    } else {
      append(decimal: number)
    }
  }

  private mutating func appendEscaped(
    _ text: UnsafeBufferPointer<UInt8>, _ profile: JSONProfile
  ) {
    var runStart = 0
    for index in 0..<text.count where unsafe text[index].mayNeedJSONEscape(profile) {
      guard let escape = unsafe Self.jsonEscape(of: text, at: index) else { continue }
      unsafe append(contentsOf: text[runStart..<index])
      append(contentsOf: escape.utf8)
      runStart = unsafe index + (text[index] < 0x80 ? 1 : 3)
    }
    unsafe append(contentsOf: text[runStart...])
  }

  private static func jsonEscape(of text: UnsafeBufferPointer<UInt8>, at index: Int) -> String? {
    switch unsafe text[index] {
    case UInt8(ascii: "\""): return "\\\""
    case UInt8(ascii: "\\"): return "\\\\"
    case 0x08: return "\\b"
    case 0x09: return "\\t"
    case 0x0A: return "\\n"
    case 0x0C: return "\\f"
    case 0x0D: return "\\r"
    case 0xE2:
      guard index + 2 < text.count, unsafe text[index + 1] == 0x80 else { return nil }
      switch unsafe text[index + 2] {
      case 0xA8: return "\\u2028"
      case 0xA9: return "\\u2029"
      default: return nil
      }
    case let control:
      return "\\u00" + (control < 0x10 ? "0" : "") + String(control, radix: 16)
    }
  }
}

extension UInt64 {
  /// Sets the top bit of each of the eight bytes that is a control, a quote, a backslash or the
  /// byte given, and perhaps of its neighbour.
  @inline(__always)
  func marksOfJSONEscapes(or byte: UInt8) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = self ^ (ones &* 0x22)
    let backslashes = self ^ (ones &* 0x5C)
    let others = self ^ (ones &* UInt64(byte))
    return ((self &- ones &* 0x20) & ~self) | ((quotes &- ones) & ~quotes)
      | ((backslashes &- ones) & ~backslashes) | ((others &- ones) & ~others)
  }
}

extension UInt8 {
  /// Whether a byte has to be looked at before it is copied into a JSON string; 0xE2 begins U+2028
  /// and U+2029.
  func mayNeedJSONEscape(_ profile: JSONProfile) -> Bool {
    self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\")
      || (self == 0xE2 && profile == .portable)
  }
}
