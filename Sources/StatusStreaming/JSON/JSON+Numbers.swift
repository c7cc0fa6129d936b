extension JSON {
  /// A finite number from the shortest digits that read back as it, in whatever notation.
  ///
  /// The notation is the one that pydantic has: without an exponent if that is from -5 to 15.
  init(shortest description: String) {
    let isNegative = description.utf8.first == UInt8(ascii: "-")
    let parts = description.utf8.drop { $0 == UInt8(ascii: "-") }
      .split(separator: UInt8(ascii: "e"))
    let halves = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    var digits = Array(halves.joined())
    var exponent = (parts.count > 1 ? Int(String(parts[1]) ?? "") ?? 0 : 0) + halves[0].count - 1
    let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    let sign = isNegative ? "-" : ""
    guard !digits.isEmpty else {
      self.init(text: Array("\(sign)0.0".utf8), depth: 0)
      return
    }
    let text = Array(sign.utf8) + Self.notation(of: digits, exponent: exponent)
    self.init(text: text, depth: 0)
  }

  /// - Parameters:
  ///   - digits: without zeros at either end.
  ///   - exponent: the power of ten of the first digit.
  private static func notation(of digits: [UInt8], exponent: Int) -> [UInt8] {
    let zero = UInt8(ascii: "0")
    let point = UInt8(ascii: ".")
    switch exponent {
    case -5..<0:
      return [zero, point] + repeatElement(zero, count: -exponent - 1) + digits
    case 0..<16:
      let whole = digits.prefix(exponent + 1)
      let padding = repeatElement(zero, count: exponent + 1 - whole.count)
      let fraction = digits.dropFirst(exponent + 1)
      return whole + padding + [point] + (fraction.isEmpty ? [zero] : fraction)
    default:
      let fraction = digits.count > 1 ? [point] + digits.dropFirst() : []
      let sign = exponent < 0 ? "" : "+"
      return digits.prefix(1) + fraction + Array("e\(sign)\(exponent)".utf8)
    }
  }
}
