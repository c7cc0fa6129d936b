import DeterministicSimulation

extension Program {
  static let happyEyeballs = Program(
    "connection race", "the first of two connections is used, and the other one closed",
    faulty: .leak
  ) { sim in
    let network = Network(sim)
    let connection = try await network.connectToFastest(of: ["::1", "127.0.0.1"])
    await network.close(connection)
    let open = await network.open
    try ensure(open.isEmpty, "still open: \(open)")
  }
}

private actor Network {
  private let sim: Simulation
  private(set) var open: Set<String> = []

  init(_ sim: Simulation) { self.sim = sim }

  func connectToFastest(of addresses: [String]) async throws -> String {
    try await withThrowingTaskGroup(of: String.self) { group in
      for (index, address) in addresses.enumerated() {
        group.addTask {
          try await self.sim.clock.sleep(for: .milliseconds(250 * index))
          return try await self.connect(to: address)
        }
      }
      guard let winner = try await group.next() else { throw CancellationError() }
      group.cancelAll()
      #if !FAULTY
        while let loser = await group.nextResult() {
          if let late = try? loser.get() { close(late) }
        }
      #endif
      return winner
    }
  }

  func close(_ address: String) { open.remove(address) }

  private func connect(to address: String) async throws -> String {
    try await sim.clock.sleep(for: .milliseconds(10 + 125 * sim.next(below: 3)))
    open.insert(address)
    return address
  }
}
