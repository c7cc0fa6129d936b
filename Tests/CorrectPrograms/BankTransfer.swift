import DeterministicSimulation

extension Program {
  static let bankTransfer = Program(
    "bank transfer", "transfers between accounts ask a fraud check before money moves",
    faulty: .checkThenAct
  ) { sim in
    let bank = Bank(clock: sim.clock, balances: ["ann": 100, "bob": 0]) { sim.latency() }
    let transfers = [80, 50].map { amount in
      sim.spawn("transfer \(amount)") {
        try? await bank.transfer(amount, from: "ann", to: "bob")
      }
    }
    for transfer in transfers { await transfer.value }
    let balances = await bank.balances
    try ensure(balances["ann", default: 0] >= 0, "ann is overdrawn: \(balances["ann"] ?? 0)")
    try ensure(balances.values.reduce(0, +) == 100, "money came or went")
  }
}

private actor Bank {
  struct InsufficientFunds: Error {}

  private let clock: VirtualClock
  private let checkTime: @Sendable () -> Duration
  private(set) var balances: [String: Int]

  init(
    clock: VirtualClock, balances: [String: Int], checkTime: @escaping @Sendable () -> Duration
  ) {
    self.clock = clock
    self.balances = balances
    self.checkTime = checkTime
  }

  func transfer(_ amount: Int, from source: String, to target: String) async throws {
    #if FAULTY
      guard balances[source, default: 0] >= amount else { throw InsufficientFunds() }
      try await checkForFraud(amount)
    #else
      try await checkForFraud(amount)
      guard balances[source, default: 0] >= amount else { throw InsufficientFunds() }
    #endif
    balances[source, default: 0] -= amount
    balances[target, default: 0] += amount
  }

  private func checkForFraud(_ amount: Int) async throws {
    try await clock.sleep(for: checkTime())
  }
}
