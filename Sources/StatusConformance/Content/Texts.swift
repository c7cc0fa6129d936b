import StatusStreaming

extension StreamEvent.Payload {
  /// What is said in words, but for an answer's artifacts and metadata.
  var texts: [String] {
    switch self {
    case .update(let update):
      [update.message].compactMap(\.self)
        + (update.roadmap ?? []).flatMap { [$0.name, $0.description] }
    case .gap: []
    case .complete(let answer): [answer.text, answer.route].compactMap(\.self)
    case .failed(let text), .cancelled(let text): [text]
    }
  }
}

extension String {
  /// The string as it is written in source code, with combining characters and those that nobody sees
  /// as their numbers: two strings that look alike may still be spelled differently.
  var quoted: String {
    if utf8.allSatisfy({ $0.isPlain }) { return "\"\(self)\"" }
    guard unicodeScalars.contains(where: \.isMistakable) else { return String(reflecting: self) }
    var text = ""
    for scalar in unicodeScalars {
      text +=
        scalar.isMistakable
        ? "\\u{\(String(scalar.value, radix: 16))}" : scalar.escaped(asASCII: false)
    }
    return "\"\(text)\""
  }
}

extension Unicode.Scalar {
  /// Whether it changes another character, or is not seen, but for what joins emoji.
  fileprivate var isMistakable: Bool {
    properties.canonicalCombiningClass != .notReordered
      || (properties.generalCategory == .format && value != 0x200D)
  }
}

extension UInt8 {
  /// Whether it is a character of ASCII that source code writes as itself in a text.
  fileprivate var isPlain: Bool { (0x20..<0x7F).contains(self) && self != 0x22 && self != 0x5C }
}

extension Int {
  /// The number that lies a count after this one, or the largest or smallest if it lies beyond.
  ///
  /// What is counted with here comes from the implementation that is judged.
  func advancedClamped(by count: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(count)
    guard overflow else { return sum }
    return count < 0 ? .min : .max
  }
}

extension Duration {
  /// The milliseconds with all their digits: a description goes by way of floating point, and says
  /// that 3601 seconds are 3600.9999999999995.
  var text: String {
    let (whole, rest) = attoseconds.magnitude.quotientAndRemainder(
      dividingBy: 1_000_000_000_000_000)
    let digits = String(rest)
    var fraction = String(repeating: "0", count: 15 - digits.utf8.count) + digits
    while fraction.utf8.count > 1, fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(self < .zero ? "-" : "")\(whole).\(fraction) ms"
  }
}
