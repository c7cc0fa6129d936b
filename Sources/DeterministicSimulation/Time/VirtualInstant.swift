/// A moment of virtual time, in whole nanoseconds from the start of the simulation.
public struct VirtualInstant: InstantProtocol, Sendable {
  /// Elapsed time, of which the clock keeps whole nanoseconds.
  public typealias Duration = Swift.Duration

  /// The time since the start of the simulation, in nanoseconds.
  public let nanoseconds: Int64

  /// The start of every simulation.
  public static let zero = VirtualInstant(nanoseconds: 0)

  /// Places a moment a number of nanoseconds after the start.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The moment that lies a duration later, or earlier if the duration is negative.
  ///
  /// A fraction of a nanosecond is rounded up, so that a positive duration always moves forward.
  /// A moment that the clock can't count becomes the last, or first, that it can. No timer fires
  /// at the last one, which is 292 years away: it stands for all that never come.
  public func advanced(by duration: Swift.Duration) -> VirtualInstant {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(duration.roundedUpNanoseconds)
    guard overflow else { return VirtualInstant(nanoseconds: sum) }
    return VirtualInstant(nanoseconds: nanoseconds < 0 ? .min : .max)
  }

  /// The time from this moment to another, exact.
  public func duration(to other: VirtualInstant) -> Swift.Duration {
    .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds)
  }

  /// Orders moments as virtual time passes.
  public static func < (left: VirtualInstant, right: VirtualInstant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension VirtualInstant: CustomStringConvertible {
  /// The time since the start, such as `1.05 s`, with as many digits as it needs.
  public var description: String {
    let magnitude = nanoseconds.magnitude
    let sign = nanoseconds < 0 ? "-" : ""
    let (seconds, rest) = magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    guard rest > 0 else { return "\(sign)\(seconds) s" }
    let digits = String(rest)
    var fraction = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(sign)\(seconds).\(fraction) s"
  }
}

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
