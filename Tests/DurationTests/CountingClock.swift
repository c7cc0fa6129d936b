import Synchronization

/// The real clock, which counts how often somebody sleeps on it.
final class CountingClock: Clock {
  typealias Instant = ContinuousClock.Instant

  private let clock = ContinuousClock()
  private let count = Atomic(0)

  var sleeps: Int { count.load(ordering: .relaxed) }
  var now: Instant { clock.now }
  var minimumResolution: Duration { clock.minimumResolution }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    count.add(1, ordering: .relaxed)
    try await clock.sleep(until: deadline, tolerance: tolerance)
  }
}
