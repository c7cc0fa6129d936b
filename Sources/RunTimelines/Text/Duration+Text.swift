extension Duration {
  /// Whole nanoseconds; what is less is cut off.
  var nanoseconds: Int128 { attoseconds / 1_000_000_000 }

  /// The duration to the nanosecond, in a unit that fits: `0`, `12.5 µs`, `300.509 ms`, `1 h 2 min 3 s`.
  var text: String {
    let nanoseconds = nanoseconds
    switch nanoseconds {
    case 0: return "0"
    case ..<1_000: return "\(nanoseconds) ns"
    case ..<1_000_000: return Self.decimal(nanoseconds, per: 1_000) + " µs"
    case ..<1_000_000_000: return Self.decimal(nanoseconds, per: 1_000_000) + " ms"
    case ..<60_000_000_000: return Self.decimal(nanoseconds, per: 1_000_000_000) + " s"
    default: break
    }
    let seconds = nanoseconds / 1_000_000_000
    let rest = nanoseconds - seconds / 60 * 60_000_000_000
    let parts = [
      (seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "min"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let last = rest == 0 ? [] : [Self.decimal(rest, per: 1_000_000_000) + " s"]
    return (parts + last).joined(separator: " ")
  }

  /// The duration in microseconds, as traces have it.
  var microseconds: String { Self.decimal(nanoseconds, per: 1_000) }

  /// A number of units with as many decimals as it needs.
  private static func decimal(_ count: Int128, per unit: Int128) -> String {
    let (whole, rest) = count.quotientAndRemainder(dividingBy: unit)
    guard rest != 0 else { return "\(whole)" }
    // The digit in front keeps the zeros.
    var digits = "\(unit + rest)".dropFirst()
    while digits.last == "0" { digits = digits.dropLast() }
    return "\(whole).\(digits)"
  }
}
