/// The system's clock, twenty times as fast.
struct HastyClock: Clock {
  struct Instant: InstantProtocol {
    let real: ContinuousClock.Instant

    func advanced(by duration: Duration) -> Instant {
      Instant(real: real.advanced(by: duration / HastyClock.haste))
    }

    func duration(to other: Instant) -> Duration {
      real.duration(to: other.real) * HastyClock.haste
    }

    static func < (left: Instant, right: Instant) -> Bool { left.real < right.real }
  }

  private static let haste = 20
  private let clock = ContinuousClock()

  var now: Instant { Instant(real: clock.now) }
  var minimumResolution: Duration { clock.minimumResolution * Self.haste }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try await clock.sleep(until: deadline.real, tolerance: tolerance)
  }
}
