import DeterministicSimulation

extension Program {
  static let eventSourcedAccount = Program(
    "event sourcing snapshot", "a snapshot and the events after it give the state of an account",
    faulty: .tornRead
  ) { sim in
    let account = Account(sim)
    let deposits = sim.spawn("deposits") {
      for amount in [10, 20, 30] {
        try await sim.clock.sleep(for: .milliseconds(10))
        await account.apply(amount)
      }
    }
    let snapshot = sim.spawn("snapshot") {
      try await sim.clock.sleep(for: .milliseconds(15))
      return await account.snapshot()
    }
    try await deposits.value
    let restored = await account.restored(from: try await snapshot.value)
    try ensure(restored == 60, "restored to \(restored)")
  }
}

private struct Snapshot {
  let version: Int
  let balance: Int
}

private actor Account {
  private let sim: Simulation
  private var events: [Int] = []
  private var balance = 0

  init(_ sim: Simulation) { self.sim = sim }

  func apply(_ amount: Int) {
    events.append(amount)
    balance += amount
  }

  func snapshot() async -> Snapshot {
    #if FAULTY
      let version = events.count
      await flush()
    #else
      await flush()
      let version = events.count
    #endif
    return Snapshot(version: version, balance: balance)
  }

  func restored(from snapshot: Snapshot) -> Int {
    events[snapshot.version...].reduce(snapshot.balance, +)
  }

  private func flush() async {
    try? await sim.clock.sleep(for: .milliseconds(sim.next(below: 6)))
  }
}
