extension JSONValue {
  /// Whether both mean the same (RFC 6902, section 4.6): numbers by their value, however they are
  /// spelled, and objects in whatever order.
  public func isEqual(to other: JSONValue) -> Bool {
    switch (self, other) {
    case (.number(let one), .number(let other)): return one.isEqual(to: other)
    case (.array(let one), .array(let other)):
      return one.count == other.count && zip(one, other).allSatisfy { $0.isEqual(to: $1) }
    case (.object(let one), .object(let other)):
      guard one.count == other.count else { return false }
      var values: [[UInt8]: JSONValue] = [:]
      for member in other { values[Array(member.name.utf8)] = member.value }
      return one.allSatisfy { member in
        values[Array(member.name.utf8)]?.isEqual(to: member.value) == true
      }
    default: return self == other
    }
  }
}

extension JSONNumber {
  /// Whether both are the same number.
  func isEqual(to other: JSONNumber) -> Bool {
    guard let one = DecimalNumber(self), let other = DecimalNumber(other) else {
      return self == other
    }
    return one == other
  }

  /// The value if it is a whole number within the range of `Int`, however it is spelled.
  var wholeValue: Int? {
    guard let number = DecimalNumber(self), (0...19).contains(number.exponent) else { return nil }
    let digits = (number.isNegative ? "-" : "") + (number.digits.isEmpty ? "0" : number.digits)
    return Int(digits + String(repeating: "0", count: number.exponent))
  }
}

/// A number as digits without zeros around them, and the power of ten by which they count.
private struct DecimalNumber: Equatable {
  let isNegative: Bool
  let digits: String
  let exponent: Int

  /// `nil` for an exponent beyond the range of `Int`.
  init?(_ number: JSONNumber) {
    let isMinus = number.text.hasPrefix("-")
    let parts = number.text.dropFirst(isMinus ? 1 : 0).split { $0 == "e" || $0 == "E" }
    let mantissa = parts[0].split(separator: ".")
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    guard var exponent = parts.count > 1 ? Int(parts[1]) : 0 else { return nil }
    var digits = (mantissa[0] + fraction)[...].drop { $0 == "0" }
    let isBeyond = exponent.magnitude > UInt(Int.max / 2)
    if digits.isEmpty {
      exponent = 0
    } else if isBeyond {
      return nil
    } else {
      exponent -= fraction.utf8.count
      while digits.last == "0" {
        digits.removeLast()
        exponent += 1
      }
    }
    isNegative = isMinus && !digits.isEmpty
    self.digits = String(digits)
    self.exponent = exponent
  }
}
