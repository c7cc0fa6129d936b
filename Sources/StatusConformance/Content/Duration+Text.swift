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
