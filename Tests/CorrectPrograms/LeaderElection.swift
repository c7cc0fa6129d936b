import DeterministicSimulation

extension Program {
  static let leaderElection = Program(
    "leader election", "nodes whose timers run out ask the others for their votes in a term",
    faulty: .checkThenAct
  ) { sim in
    let nodes = (0..<3).map { Node(id: $0, sim) }
    let elections = nodes.map { node in
      sim.spawn("node \(node.id)") {
        try await sim.clock.sleep(for: .milliseconds(150 + 50 * node.id))
        guard await !node.hasVoted(in: 1) else { return false }
        return await node.stand(in: 1, among: nodes)
      }
    }
    var leaders: [Int] = []
    for (id, election) in elections.enumerated() where try await election.value {
      leaders.append(id)
    }
    try ensure(leaders.count <= 1, "leaders of one term: \(leaders)")
  }
}

private actor Node {
  nonisolated let id: Int
  private let sim: Simulation
  private var votes: [Int: Int] = [:]

  init(id: Int, _ sim: Simulation) {
    self.id = id
    self.sim = sim
  }

  func hasVoted(in term: Int) -> Bool { votes[term] != nil }

  func stand(in term: Int, among nodes: [Node]) async -> Bool {
    await withTaskGroup(of: Bool.self) { group in
      for node in nodes {
        group.addTask { [id] in await node.vote(for: id, in: term) }
      }
      var granted = 0
      for await isGranted in group where isGranted { granted += 1 }
      return granted > nodes.count / 2
    }
  }

  private func vote(for candidate: Int, in term: Int) async -> Bool {
    guard votes[term] == nil else { return votes[term] == candidate }
    #if FAULTY
      await persist()
      votes[term] = candidate
    #else
      votes[term] = candidate
      await persist()
    #endif
    return true
  }

  private func persist() async {
    try? await sim.clock.sleep(for: .milliseconds(sim.next(below: 2) * 60))
  }
}
