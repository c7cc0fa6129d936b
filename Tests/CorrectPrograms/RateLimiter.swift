import DeterministicSimulation

extension Program {
  static let rateLimiter = Program(
    "rate limiter", "a token bucket lets a number of calls through in each period",
    faulty: .missingRecheck
  ) { sim in
    let limiter = RateLimiter(permits: 1, period: .seconds(1), clock: sim.clock)
    let callers = (0..<3).map { number in
      sim.spawn("caller \(number)") {
        try await sim.clock.sleep(for: .seconds(sim.next(below: 2) == 0 ? number : 0))
        try await limiter.acquire()
      }
    }
    for caller in callers { try await caller.value }
    let most = await limiter.mostInAPeriod
    try ensure(most <= 1, "\(most) calls in a period")
  }
}

private actor RateLimiter {
  private let permits: Int
  private let period: Duration
  private let clock: VirtualClock
  private var used: [Int64: Int] = [:]

  init(permits: Int, period: Duration, clock: VirtualClock) {
    self.permits = permits
    self.period = period
    self.clock = clock
  }

  var mostInAPeriod: Int { used.values.max() ?? 0 }

  func acquire() async throws {
    #if FAULTY
      if used[current, default: 0] >= permits {
        try await clock.sleep(until: start(of: current + 1), tolerance: nil)
      }
    #else
      while used[current, default: 0] >= permits {
        try await clock.sleep(until: start(of: current + 1), tolerance: nil)
      }
    #endif
    used[current, default: 0] += 1
  }

  private var current: Int64 { Int64(VirtualClock.Instant.zero.duration(to: clock.now) / period) }

  private func start(of number: Int64) -> VirtualClock.Instant {
    .zero.advanced(by: period * Int(number))
  }
}
