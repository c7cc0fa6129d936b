import DeterministicSimulation

extension Program {
  static let paymentRetry = Program(
    "retry with back-off", "a payment is tried again when the gateway does not answer in time",
    faulty: .doneTwice
  ) { sim in
    let gateway = Gateway(sim)
    let client = PaymentClient(gateway: gateway, clock: sim.clock)
    try? await client.pay(30)
    try await sim.clock.sleep(for: .seconds(10))
    let charged = await gateway.charged
    try ensure(charged <= 30, "charged \(charged)")
  }
}

private actor Gateway {
  private let sim: Simulation
  private var seen: Set<String> = []
  private(set) var charged = 0

  init(_ sim: Simulation) { self.sim = sim }

  /// Answers late now and then, though the work is done.
  func charge(_ amount: Int, key: String) async throws {
    if seen.insert(key).inserted { charged += amount }
    try await sim.clock.sleep(for: .milliseconds(sim.next(below: 2) * 800))
  }
}

private struct PaymentClient {
  let gateway: Gateway
  let clock: any Clock<Duration>

  func pay(_ amount: Int) async throws {
    #if !FAULTY
      let key = "payment"
    #endif
    for attempt in 1...3 {
      #if FAULTY
        let key = "payment, attempt \(attempt)"
      #endif
      let isDone = try await isDone(within: .milliseconds(500)) {
        try await gateway.charge(amount, key: key)
      }
      if isDone { return }
      try await clock.sleep(for: .milliseconds(100) * (1 << attempt))
    }
  }

  private func isDone(
    within limit: Duration, _ work: @escaping @Sendable () async throws -> Void
  ) async throws -> Bool {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await work()
        return true
      }
      group.addTask {
        try await clock.sleep(for: limit)
        return false
      }
      defer { group.cancelAll() }
      return try await group.next() ?? false
    }
  }
}
