extension Goal: CustomStringConvertible {
  /// The bound and whether it is kept: `≥ 0.75× met`.
  var description: String {
    let number = { (value: Double) in
      reference == nil ? Quantity.text(value) : Quantity.times(value)
    }
    let bounds = [atLeast.map { "≥ \(number($0))" }, atMost.map { "≤ \(number($0))" }]
    let subject = percentile.map { "p\(Quantity.plain($0)) " } ?? ""
    let verdict = isMet.map { $0 ? " met" : " missed" } ?? ""
    return subject + bounds.compactMap(\.self).joined(separator: ", ") + verdict
  }
}
