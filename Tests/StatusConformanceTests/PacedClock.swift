import StateLocking

/// A clock that is some times as fast as the system's, and stands still while tasks get no turn.
///
/// All tests share a few threads, and their tasks may wait for a minute there. What a verification in
/// real time says must not depend on that.
struct PacedClock: Clock {
  struct Instant: InstantProtocol {
    let elapsed: Duration

    func advanced(by duration: Duration) -> Instant { Instant(elapsed: elapsed + duration) }
    func duration(to other: Instant) -> Duration { other.elapsed - elapsed }
    static func < (left: Instant, right: Instant) -> Bool { left.elapsed < right.elapsed }
  }

  private let pace = Pace()
  private let haste: Int

  init(haste: Int = 1) {
    self.haste = haste
  }

  var now: Instant { Instant(elapsed: pace.elapsed * haste) }
  var minimumResolution: Duration { Pace.tick * haste }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try Task.checkCancellation()
    while now < deadline {
      let rest = now.duration(to: deadline) / haste
      try await ContinuousClock().sleep(for: max(rest, Pace.tick), tolerance: .zero)
    }
  }
}

/// The time during which a task that asks for turns gets them.
private final class Pace: Sendable {
  static let tick = Duration.milliseconds(1)
  /// What one turn counts for at most.
  private static let longestTick = Duration.milliseconds(10)

  private let time = Lock<Duration>(.zero)
  private let ticker = Lock<Task<Void, Never>?>(nil)

  var elapsed: Duration { time.withLock { $0 } }

  init() {
    ticker.withLock {
      $0 = Task.detached { [weak self] in
        var last = ContinuousClock.now
        while (try? await ContinuousClock().sleep(for: Self.tick, tolerance: .zero)) != nil {
          let now = ContinuousClock.now
          let passed = min(last.duration(to: now), Self.longestTick)
          last = now
          guard let self else { return }
          time.withLock { $0 += passed }
        }
      }
    }
  }

  deinit {
    ticker.withLock { $0?.cancel() }
  }
}
