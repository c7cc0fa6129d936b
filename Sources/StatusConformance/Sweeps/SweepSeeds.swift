/// The numbers of the runs of a sweep, before they are shared: from one on, up to another or as far as
/// the time allows.
package struct SweepSeeds: Sendable, Hashable {
  /// The first.
  package let first: Int
  /// The one after the last; `nil` where time ends the sweep.
  package let end: Int?

  /// The greatest number, which every reader of JSON keeps exactly.
  private static let limit = 1 << 53

  /// All numbers, as far as the time allows.
  package static let endless = SweepSeeds(first: 0, end: nil)

  private init(first: Int, end: Int?) {
    self.first = first
    self.end = end
  }

  /// Reads what ``description`` writes; `nil` for anything else.
  package init?(parsing text: String) {
    guard let arrow = text.firstRange(of: "..<") else { return nil }
    func number(_ digits: Substring) -> Int? {
      digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
    }
    guard let first = number(text[..<arrow.lowerBound]), first <= Self.limit else { return nil }
    let rest = text[arrow.upperBound...]
    if rest.isEmpty {
      self.init(first: first, end: nil)
      return
    }
    guard let end = number(rest), first < end, end <= Self.limit else { return nil }
    self.init(first: first, end: end)
  }
}

extension SweepSeeds: CustomStringConvertible {
  /// `0..<1000`, or `0..<` where time ends the sweep.
  package var description: String { "\(first)..<\(end.map(String.init) ?? "")" }
}
