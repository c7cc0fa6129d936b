import DeterministicSimulation

extension Program {
  static let slidingWindow = Program(
    "sliding window counter", "an account may log in twice within a minute",
    faulty: .checkThenAct
  ) { sim in
    let guardian = LoginGuard(sim, limit: 2, window: .seconds(60))
    let attempts = [0, 1, 2].map { second in
      sim.spawn("attempt at \(second) s") {
        try await sim.clock.sleep(for: .seconds(second))
        return await guardian.admit()
      }
    }
    var admitted = 0
    for attempt in attempts where try await attempt.value { admitted += 1 }
    try ensure(admitted <= 2, "\(admitted) logins within a minute")
  }
}

private actor LoginGuard {
  private let sim: Simulation
  private let limit: Int
  private let window: Duration
  private var logins: [VirtualClock.Instant] = []

  init(_ sim: Simulation, limit: Int, window: Duration) {
    self.sim = sim
    self.limit = limit
    self.window = window
  }

  func admit() async -> Bool {
    let now = sim.clock.now
    logins.removeAll { $0.duration(to: now) >= window }
    guard logins.count < limit else { return false }
    #if FAULTY
      guard await checkPassword() else { return false }
      logins.append(now)
    #else
      logins.append(now)
      guard await checkPassword() else { return false }
    #endif
    return true
  }

  private func checkPassword() async -> Bool {
    try? await sim.clock.sleep(for: .seconds(sim.next(below: 3)))
    return true
  }
}
