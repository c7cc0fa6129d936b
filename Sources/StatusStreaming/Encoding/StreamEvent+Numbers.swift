extension StreamEvent {
  /// Refuses numbers and a time that no wire has a spelling for, and that only a faulty buffer gives.
  borrowing func checkNumbers() throws(StatusEncodingError) {
    if sequence < .zero { throw StatusEncodingError(.outOfRange("a number below 0"), self) }
    if case .gap(let lost) = payload, lost < 1 {
      throw StatusEncodingError(.outOfRange("a gap of \(lost), expected at least 1"), self)
    }
    // Compared as a number, in line: operators of durations are calls, and this is for every event.
    let attoseconds = time.attoseconds
    if attoseconds < 0 || attoseconds > 9_223_372_036_854_775_807_000_000_000_000_000_000 {
      throw StatusEncodingError(
        .outOfRange("the time \(time), expected 0 to \(Int64.max) seconds"), self)
    }
  }
}
