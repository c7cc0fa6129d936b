/// Arrivals at a steady rate that meet every phase of a polling interval equally often.
///
/// Steady arrivals alone meet only some phases: every 10 ms against a poll every 50 ms, the same
/// five for ever. So the pattern is repeated, each time shifted by a little more, until the shift
/// reaches the next phase. At both ends arrivals fall on the instant of a poll, the first time just
/// after it and the last time just before, which makes the sweep symmetric: the mean wait is half
/// the interval exactly and the longest the whole of it.
struct ArrivalSweep {
  struct Arrival: Equatable {
    /// In nanoseconds.
    let time: Int
    /// Whether a poll at that very instant comes first.
    let isAfterPoll: Bool
  }

  /// In the order of their time.
  let arrivals: [Arrival]

  /// - Parameters:
  ///   - rate: the arrivals a second, a divisor of a thousand million.
  ///   - interval: between polls, in nanoseconds.
  ///   - phases: about how many different ones to meet.
  init(rate: Int, interval: Int, phases: Int) {
    let spacing = 1_000_000_000 / rate
    let step = Self.greatestCommonDivisor(spacing, interval)
    // After so long, polls and steady arrivals meet as at the beginning.
    let period = spacing / step * interval
    let shifts = max(phases * step / interval, 1)
    arrivals = (0...shifts).flatMap { shift in
      stride(from: 0, to: period, by: spacing).map { time in
        Arrival(
          // The run begins with a period in which nothing arrives.
          time: (shift + 1) * period + time + shift * step / shifts,
          isAfterPoll: shift < shifts)
      }
    }
  }

  private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    second == 0 ? first : greatestCommonDivisor(second, first % second)
  }
}
