/// A time of a trace: whole nanoseconds, as far as who reads traces can count them.
struct TraceTime: Comparable {
  private let nanoseconds: Int64

  /// What Perfetto counts nanoseconds by ends here: a time beyond makes it refuse the whole trace.
  private static let last: Int128 = 9_000_000_000_000_000_000
  /// Until here, some eleven days, a fraction of microseconds stands for the nanoseconds it was made
  /// of: they are read as numbers of 53 bits.
  private static let lastFraction: Int128 = 1_000_000_000_000_000

  /// The time to the nanosecond, late ones to the microsecond, and the last that there is for those
  /// that are later still.
  init(_ time: Duration) {
    let exact = min(max(time.nanoseconds, 0), Self.last)
    nanoseconds = Int64(exact > Self.lastFraction ? exact / 1_000 * 1_000 : exact)
  }

  static func < (one: TraceTime, other: TraceTime) -> Bool { one.nanoseconds < other.nanoseconds }

  /// The time in microseconds.
  var text: String { Duration.nanoseconds(nanoseconds).microseconds }

  /// How long it is until then, in microseconds.
  func text(until end: TraceTime) -> String {
    Duration.nanoseconds(end.nanoseconds - nanoseconds).microseconds
  }
}
