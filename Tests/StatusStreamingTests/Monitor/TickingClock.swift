import DeterministicSimulation
import StateLocking

/// A clock of which time passes at each look, as on a machine that has other things to do, too.
struct TickingClock: Clock {
  /// How far it is ahead of the virtual clock.
  private final class Lead: Sendable {
    private let time = Lock(Duration.zero)

    var value: Duration { time.withLock { $0 } }

    func add(_ tick: Duration) -> Duration {
      time.withLock { time in
        time += tick
        return time
      }
    }
  }

  let clock: VirtualClock
  let tick: Duration
  private let lead = Lead()

  init(_ clock: VirtualClock, tick: Duration) {
    self.clock = clock
    self.tick = tick
  }

  var now: VirtualClock.Instant { clock.now.advanced(by: lead.add(tick)) }
  var minimumResolution: Duration { clock.minimumResolution }

  func sleep(until deadline: VirtualClock.Instant, tolerance: Duration?) async throws {
    let time = clock.now.advanced(by: lead.value).duration(to: deadline)
    if time > .zero { try await clock.sleep(for: time) } else { try Task.checkCancellation() }
  }
}
