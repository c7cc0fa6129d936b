extension Duration {
  private static let attosecondsPerNanosecond = 1_000_000_000

  /// The whole nanoseconds at or above this duration, clamped to 64 bits.
  var roundedUpNanoseconds: Int64 {
    let attoseconds = self.attoseconds
    // Up to nine seconds a 64-bit division does, which costs a tenth of the 128-bit one.
    if let small = Int64(exactly: attoseconds) {
      let (quotient, remainder) = small.quotientAndRemainder(
        dividingBy: Int64(Self.attosecondsPerNanosecond))
      return remainder > 0 ? quotient + 1 : quotient
    }
    let (quotient, remainder) = attoseconds.quotientAndRemainder(
      dividingBy: Int128(Self.attosecondsPerNanosecond))
    return Int64(clamping: remainder > 0 ? quotient + 1 : quotient)
  }
}
