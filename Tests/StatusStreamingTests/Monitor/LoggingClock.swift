import DeterministicSimulation
import StateLocking

/// A virtual clock that remembers until when it was slept on: the instants at which anything happens.
struct LoggingClock: Clock {
  final class Log: Sendable {
    private let deadlines = Lock<Set<VirtualClock.Instant>>([])

    var instants: [VirtualClock.Instant] { deadlines.withLock { $0.sorted() } }

    func insert(_ deadline: VirtualClock.Instant) {
      _ = deadlines.withLock { $0.insert(deadline) }
    }
  }

  let clock: VirtualClock
  let log: Log

  var now: VirtualClock.Instant { clock.now }
  var minimumResolution: Duration { clock.minimumResolution }

  func sleep(until deadline: VirtualClock.Instant, tolerance: Duration?) async throws {
    log.insert(deadline)
    try await clock.sleep(until: deadline, tolerance: tolerance)
  }
}
