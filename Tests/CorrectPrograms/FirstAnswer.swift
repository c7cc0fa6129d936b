import DeterministicSimulation

extension Program {
  static let firstAnswer = Program(
    "double resume guard", "a request ends by its answer or by a lost connection, never by both",
    faulty: .doneTwice
  ) { sim in
    let request = PendingRequest(sim)
    let server = sim.spawn("server") {
      try await sim.clock.sleep(for: .milliseconds(20))
      await request.finish(with: "answer")
    }
    let connection = sim.spawn("connection") {
      try await sim.clock.sleep(for: .milliseconds(40 - 20 * sim.next(below: 2)))
      await request.finish(with: "connection lost")
    }
    try await server.value
    try await connection.value
    let outcomes = await request.outcomes
    try ensure(outcomes.count == 1, "ended by \(outcomes)")
  }
}

private actor PendingRequest {
  private let sim: Simulation
  private var isFinished = false
  private(set) var outcomes: [String] = []

  init(_ sim: Simulation) { self.sim = sim }

  func finish(with outcome: String) async {
    guard !isFinished else { return }
    #if FAULTY
      await runCompletion(outcome)
      isFinished = true
    #else
      isFinished = true
      await runCompletion(outcome)
    #endif
  }

  private func runCompletion(_ outcome: String) async {
    outcomes.append(outcome)
    try? await sim.clock.sleep(for: .milliseconds(sim.next(below: 10)))
  }
}
