import DeterministicSimulation

extension Program {
  static let tokenRefresh = Program(
    "token refresh", "requests that find their token expired share one refresh",
    faulty: .missingRecheck
  ) { sim in
    let issuer = Issuer()
    let session = Session(sim, issuer: issuer)
    let requests = (1...2).map { number in
      sim.spawn("request \(number)") {
        let token = await session.token
        // The server's refusal takes its time.
        try await sim.clock.sleep(for: .milliseconds(10 + 30 * sim.next(below: 2)))
        try await session.refresh(replacing: token)
      }
    }
    for request in requests { try await request.value }
  }
}

/// Gives a refresh token only once: to use it again revokes the session.
private actor Issuer {
  private var current = 0

  func rotate(_ token: Int) throws -> Int {
    try ensure(token == current, "the refresh token \(token) was used again")
    current += 1
    return current
  }
}

private actor Session {
  private let sim: Simulation
  private let issuer: Issuer
  private(set) var token = 0
  private var refreshing: SimulatedTask<Int, any Error>?

  init(_ sim: Simulation, issuer: Issuer) {
    self.sim = sim
    self.issuer = issuer
  }

  func refresh(replacing stale: Int) async throws {
    #if !FAULTY
      guard token == stale else { return }
    #endif
    if let refreshing { return token = try await refreshing.value }
    let task = sim.spawn("refresh") { [sim, issuer] in
      try await sim.clock.sleep(for: .milliseconds(20))
      return try await issuer.rotate(stale)
    }
    refreshing = task
    defer { refreshing = nil }
    token = try await task.value
  }
}
