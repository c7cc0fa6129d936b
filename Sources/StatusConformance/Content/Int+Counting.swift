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
