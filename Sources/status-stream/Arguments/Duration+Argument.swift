extension Duration {
  /// Reads a positive duration such as `50ms`, `1.5s` or `2m`, exactly.
  ///
  /// Digits, optionally a point and more digits, then the unit: `ns`, `us`, `ms`, `s`, `m` or `h`.
  /// The value has to be a whole number of nanoseconds that 64 bits hold; anything else is `nil`.
  package init?(argument text: String) {
    let unitStart = text.utf8.firstIndex { !"0123456789.".utf8.contains($0) } ?? text.endIndex
    let parts = text[..<unitStart].split(separator: ".", omittingEmptySubsequences: false)
    guard let unit = Self.nanoseconds(perUnit: text[unitStart...]), parts.count <= 2,
      parts.allSatisfy({ !$0.isEmpty })
    else { return nil }

    var fraction = parts.count == 2 ? parts[1] : ""
    while fraction.last == "0" { fraction.removeLast() }
    // 38 digits fit into 128 bits; more than 14 after the point are never whole nanoseconds.
    guard fraction.count <= 14, let digits = Int128(parts[0] + fraction) else { return nil }
    let divisor = repeatElement(Int128(10), count: fraction.count).reduce(1, *)
    let (product, overflow) = digits.multipliedReportingOverflow(by: unit)
    guard !overflow, product.isMultiple(of: divisor),
      let nanoseconds = Int64(exactly: product / divisor), nanoseconds > 0
    else { return nil }
    self = .nanoseconds(nanoseconds)
  }

  private static func nanoseconds(perUnit unit: Substring) -> Int128? {
    switch unit {
    case "ns": 1
    case "us": 1000
    case "ms": 1_000_000
    case "s": 1_000_000_000
    case "m": 60_000_000_000
    case "h": 3_600_000_000_000
    default: nil
    }
  }
}
