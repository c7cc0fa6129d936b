import DeterministicSimulation
import Testing

/// Accounts that wait within themselves.
@Suite("The example of an account")
struct DepositExample {
  struct LostUpdate: Error {}

  actor Account {
    private let clock: VirtualClock
    private(set) var balance = 0

    init(clock: VirtualClock) {
      self.clock = clock
    }

    func deposit(_ amount: Int) async throws {
      try await clock.sleep(for: .milliseconds(10))
      balance += amount
    }
  }

  /// An account that writes after the wait what it has read before.
  actor FaultyAccount {
    private let clock: VirtualClock
    private(set) var balance = 0

    init(clock: VirtualClock) {
      self.clock = clock
    }

    func deposit(_ amount: Int) async throws {
      let before = balance
      try await clock.sleep(for: .milliseconds(10))
      balance = before + amount
    }
  }

  @Test("ends with a token that repeats the failure if the account loses deposits")
  func token() throws {
    @Sendable func body(_ sim: Simulation) async throws {
      let account = FaultyAccount(clock: sim.clock)
      for _ in 1...2 { sim.spawn { try await account.deposit(1) } }
      try await sim.clock.sleep(for: .seconds(3600))
      guard await account.balance == 2 else { throw LostUpdate() }
    }
    let failure = try #require(throws: ExplorationFailure.self) {
      try explore(.random(seeds: 0..<1_000), body)
    }
    #expect(failure.underlyingError is LostUpdate)
    #expect("\(failure)".contains("\(failure.token)"))
    let token = try ReplayToken(parsing: "\(failure.token)")
    let repeated = #expect(throws: ExplorationFailure.self) {
      try explore(.replay(token), body)
    }
    #expect(repeated?.underlyingError is LostUpdate)
  }
}
