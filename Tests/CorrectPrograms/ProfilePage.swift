import DeterministicSimulation

extension Program {
  static let profilePage = Program(
    "page of two parts", "a page loads two parts at once while the account behind it changes",
    faulty: .tornRead
  ) { sim in
    let account = Account(sim)
    let page = sim.spawn("page") { try await shownTotal(of: account) }
    let transfer = sim.spawn("transfer") {
      try await sim.clock.sleep(for: .milliseconds(10))
      await account.moveToSavings(40)
    }
    let total = try await page.value
    try await transfer.value
    try ensure(total == 100, "the page shows a total of \(total)")
  }
}

private func shownTotal(of account: Account) async throws -> Int {
  async let balances = account.balances()
  async let fees = account.fees()
  #if FAULTY
    async let savings = account.balances().savings
    return try await balances.checking + savings - fees
  #else
    return try await balances.checking + balances.savings - fees
  #endif
}

private actor Account {
  private let sim: Simulation
  private var checking = 100
  private var savings = 0

  init(_ sim: Simulation) { self.sim = sim }

  func balances() async throws -> (checking: Int, savings: Int) {
    try await sim.clock.sleep(for: .milliseconds(5 * sim.next(below: 3)))
    return (checking, savings)
  }

  func fees() async throws -> Int {
    try await sim.clock.sleep(for: .milliseconds(5))
    return 0
  }

  func moveToSavings(_ amount: Int) {
    checking -= amount
    savings += amount
  }
}
