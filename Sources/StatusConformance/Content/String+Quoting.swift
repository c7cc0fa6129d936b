extension String {
  /// The string as it is written in source code, with combining characters as their numbers: two
  /// strings that look alike may still be spelled differently.
  var quoted: String {
    if utf8.allSatisfy({ $0.isPlain }) { return "\"\(self)\"" }
    guard unicodeScalars.contains(where: \.isCombining) else { return String(reflecting: self) }
    var text = ""
    for scalar in unicodeScalars {
      text +=
        scalar.isCombining
        ? "\\u{\(String(scalar.value, radix: 16))}" : scalar.escaped(asASCII: false)
    }
    return "\"\(text)\""
  }
}

extension Unicode.Scalar {
  fileprivate var isCombining: Bool { properties.canonicalCombiningClass != .notReordered }
}

extension UInt8 {
  /// Whether it is a character of ASCII that source code writes as itself in a text.
  fileprivate var isPlain: Bool { (0x20..<0x7F).contains(self) && self != 0x22 && self != 0x5C }
}
