extension String {
  /// The string as it is written in source code, with combining characters as their numbers: two
  /// strings that look alike may still be spelled differently.
  var quoted: String {
    guard unicodeScalars.contains(where: \.isCombining) else { return String(reflecting: self) }
    var text = ""
    for scalar in unicodeScalars {
      text += scalar.isCombining ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return "\"\(text)\""
  }
}

extension Unicode.Scalar {
  fileprivate var isCombining: Bool { properties.canonicalCombiningClass != .notReordered }
}
