extension [UInt8] {
  /// Appends a text with everything that acts on a display made visible and inert, reversibly.
  ///
  /// Tab, line feed and carriage return become `\t`, `\n` and `\r`, other such characters their
  /// number as in `\u{1b}`, and a backslash is doubled.
  ///
  /// - Parameters:
  ///   - text: what to append.
  ///   - parts: what the text may not begin with; if it does, its first character is written as
  ///     its number.
  mutating func append(visible text: String, readsLike parts: [String] = []) {
    var scalars = text.unicodeScalars[...]
    if let first = scalars.first, parts.contains(where: { text.utf8.starts(with: $0.utf8) }) {
      append(contentsOf: first.numericEscape.utf8)
      scalars.removeFirst()
    }
    if scalars.allSatisfy({ $0.value >= 0x20 && $0.value < 0x7F && $0 != "\\" }) {
      append(contentsOf: Substring(scalars).utf8)
    } else {
      for scalar in scalars { append(contentsOf: scalar.escaped().utf8) }
    }
  }

  /// Appends a time in seconds with three decimals and a sign, cut rather than rounded, since an
  /// event is never shown later than it was.
  mutating func append(seconds time: Duration) {
    let (seconds, attoseconds) = time.components
    append(UInt8(ascii: "+"))
    append(decimal: Int(seconds))
    append(UInt8(ascii: "."))
    append(fraction: Int(attoseconds / 1_000_000_000_000_000), digits: 3)
    append(UInt8(ascii: "s"))
  }

  /// Appends a number with leading zeros.
  mutating func append(fraction number: Int, digits: Int) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}

extension Unicode.Scalar {
  /// Whether the character acts on a display instead of standing on it.
  ///
  /// C0 and C1 controls and DEL can move a cursor or start an escape sequence (ECMA-48, 5.2 and
  /// 5.3); U+2028 and U+2029 break lines; bidirectional controls and the other format characters
  /// (general category Cf) reorder or hide what stands beside them. The joiners U+200C and U+200D
  /// and the tags of subdivision flags (Unicode Technical Standard 51, ED-14a) are let through,
  /// since scripts and emoji need them.
  var isInvisible: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
    case 0x20...0x7E, 0x200C, 0x200D, 0xE0020...0xE007F: false
    default: properties.generalCategory == .format
    }
  }

  /// The character as it can be shown: itself, or an escape that names it.
  ///
  /// - Parameter asASCII: whether characters outside of ASCII are escaped as well.
  func escaped(asASCII: Bool = false) -> String {
    switch self {
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case _ where isInvisible || (asASCII && !isASCII): numericEscape
    default: String(self)
    }
  }

  /// The character's number as in `\u{1b}`.
  var numericEscape: String { "\\u{\(String(value, radix: 16))}" }
}

extension String {
  /// The longest beginning of at most `maximumUTF8Count` bytes that cuts no character, or no scalar
  /// where already the first character is too long.
  func prefix(maximumUTF8Count: Int) -> Substring {
    guard let limit = utf8.index(startIndex, offsetBy: maximumUTF8Count, limitedBy: endIndex) else {
      return self[...]
    }
    if limit == endIndex { return self[...] }
    let characterEnd = indices.prefix { $0 <= limit }.last ?? startIndex
    if characterEnd > startIndex { return self[..<characterEnd] }
    let scalarEnd = unicodeScalars.indices.prefix { $0 <= limit }.last ?? startIndex
    return self[..<scalarEnd]
  }
}
