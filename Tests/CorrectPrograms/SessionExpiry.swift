import DeterministicSimulation

extension Program {
  static let sessionExpiry = Program(
    "session expiry", "a sweep ends the sessions that nobody has used for half an hour",
    faulty: .checkThenAct
  ) { sim in
    let sessions = Sessions(sim, idleLimit: .seconds(1800))
    await sessions.touch("ann")
    let sweep = sim.spawn("sweep") {
      try await sim.clock.sleep(for: .seconds(1801))
      await sessions.sweep()
    }
    try await sim.clock.sleep(for: .seconds(1799 + 3 * sim.next(below: 2)))
    let wasAlive = await sessions.touch("ann")
    try await sweep.value
    let isAlive = await sessions.contains("ann")
    try ensure(!wasAlive || isAlive, "a session ended that had just been used")
  }
}

private actor Sessions {
  private let sim: Simulation
  private let idleLimit: Duration
  private var lastUse: [String: VirtualClock.Instant] = [:]

  init(_ sim: Simulation, idleLimit: Duration) {
    self.sim = sim
    self.idleLimit = idleLimit
  }

  /// Returns whether there was such a session before.
  @discardableResult
  func touch(_ user: String) -> Bool {
    lastUse.updateValue(sim.clock.now, forKey: user) != nil
  }

  func contains(_ user: String) -> Bool { lastUse[user] != nil }

  func sweep() async {
    for user in lastUse.keys.sorted() where isIdle(user) {
      await archive(user)
      #if !FAULTY
        guard isIdle(user) else { continue }
      #endif
      lastUse[user] = nil
    }
  }

  private func isIdle(_ user: String) -> Bool {
    guard let last = lastUse[user] else { return false }
    return last.duration(to: sim.clock.now) >= idleLimit
  }

  private func archive(_ user: String) async {
    try? await sim.clock.sleep(for: .seconds(sim.next(below: 3)))
  }
}
