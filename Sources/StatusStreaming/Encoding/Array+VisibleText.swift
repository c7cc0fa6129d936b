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
