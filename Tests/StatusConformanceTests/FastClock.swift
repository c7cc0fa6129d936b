/// A clock on which a real millisecond is a second, for runs in real time that shall not take any.
struct FastClock: Clock {
  typealias Duration = Swift.Duration

  struct Instant: InstantProtocol {
    typealias Duration = Swift.Duration

    let real: ContinuousClock.Instant

    func advanced(by duration: Swift.Duration) -> Instant {
      Instant(real: real.advanced(by: duration / 1000))
    }

    func duration(to other: Instant) -> Swift.Duration { real.duration(to: other.real) * 1000 }

    static func < (left: Instant, right: Instant) -> Bool { left.real < right.real }
  }

  var now: Instant { Instant(real: .now) }
  var minimumResolution: Swift.Duration { .seconds(1) }

  func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {
    try await ContinuousClock().sleep(until: deadline.real, tolerance: tolerance)
  }
}
