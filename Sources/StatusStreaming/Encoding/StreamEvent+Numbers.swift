extension StreamEvent {
  /// Refuses numbers and a time that no wire has a spelling for, and that only a faulty buffer gives.
  @inline(__always)
  borrowing func checkNumbers() throws(StatusEncodingError) {
    if !hasUsualNumbers { try checkEachNumber() }
  }

  /// Whether there is nothing to look at more closely: a test of a few instructions, for every event.
  ///
  /// A time below 168 billion years has fewer than 2⁵⁸ in the upper half of its attoseconds; the bound is
  /// above that, at `Int64.max` seconds.
  @inline(__always)
  var hasUsualNumbers: Bool {
    sequence.rawValue >= 0 && UInt64(truncatingIfNeeded: time.attoseconds >> 64) < 1 << 58
      && !payload.isGap
  }

  @inline(never)
  private borrowing func checkEachNumber() throws(StatusEncodingError) {
    if sequence < .zero { throw StatusEncodingError(.outOfRange("a number below 0"), self) }
    if case .gap(let lost) = payload, lost < 1 {
      throw StatusEncodingError(.outOfRange("a gap of \(lost), expected at least 1"), self)
    }
    if time < .zero || time > .seconds(Int64.max) {
      throw StatusEncodingError(
        .outOfRange("the time \(time), expected 0 to \(Int64.max) seconds"), self)
    }
  }
}
