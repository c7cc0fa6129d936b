import DeterministicSimulation

extension Program {
  static let quotaRefund = Program(
    "quota with refund", "a call that fails does not count against the quota of its hour",
    faulty: .lateAnswer
  ) { sim in
    let quota = Quota(sim, limit: 2)
    let calls = [10, 50, 65, 66, 67].map { minute in
      sim.spawn("call at minute \(minute)") {
        try await sim.clock.sleep(for: .seconds(60 * minute))
        try await quota.spend { try await transcode(sim) }
      }
    }
    for call in calls { _ = await call.result }
    let most = await quota.admitted.values.max() ?? 0
    try ensure(most <= 2, "\(most) calls in an hour")
  }
}

private struct TranscodingFailure: Error {}

private func transcode(_ sim: Simulation) async throws {
  try await sim.clock.sleep(for: .seconds(60 * 16 * sim.next(below: 2)))
  if sim.next(below: 3) == 2 { throw TranscodingFailure() }
}

private actor Quota {
  struct Exceeded: Error {}

  private let sim: Simulation
  private let limit: Int
  private var hour = 0
  private var used = 0
  /// How many calls that did not fail were let in, by the hour.
  private(set) var admitted: [Int: Int] = [:]

  init(_ sim: Simulation, limit: Int) {
    self.sim = sim
    self.limit = limit
  }

  func spend(_ operation: @Sendable () async throws -> Void) async throws {
    let now = Int(VirtualClock.Instant.zero.duration(to: sim.clock.now) / .seconds(3600))
    if now > hour { (hour, used) = (now, 0) }
    guard used < limit else { throw Exceeded() }
    used += 1
    admitted[now, default: 0] += 1
    do {
      try await operation()
    } catch {
      #if FAULTY
        used -= 1
      #else
        if hour == now { used -= 1 }
      #endif
      admitted[now, default: 0] -= 1
      throw error
    }
  }
}
