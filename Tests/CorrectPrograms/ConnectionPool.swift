import DeterministicSimulation

extension Program {
  static let connectionPool = Program(
    "connection pool", "a pool hands a returned connection to whoever has waited longest",
    faulty: .lostOnCancel
  ) { sim in
    let pool = ConnectionPool(sim, connections: ["only"])
    let queries = (0..<3).map { number in
      sim.spawn("query \(number)") {
        try await pool.withConnection { _ in
          try await sim.clock.sleep(for: .milliseconds(10))
        }
      }
    }
    try await sim.clock.sleep(for: .milliseconds(9 + sim.next(below: 2)))
    queries[1].cancel()
    for query in queries { _ = await query.result }
    let idle = await pool.idle
    try ensure(idle == ["only"], "idle at the end: \(idle)")
  }
}

private actor ConnectionPool {
  typealias Waiter = CheckedContinuation<String?, Never>

  private let sim: Simulation
  private(set) var idle: [String]
  private var waiters: [(id: Int, continuation: Waiter)] = []
  private var nextID = 0

  init(_ sim: Simulation, connections: [String]) {
    self.sim = sim
    idle = connections
  }

  nonisolated func withConnection(_ body: (String) async throws -> Void) async throws {
    let connection = try await lease()
    do {
      try await body(connection)
    } catch {
      await giveBack(connection)
      throw error
    }
    await giveBack(connection)
  }

  private func lease() async throws -> String {
    if let connection = idle.popLast() { return connection }
    nextID += 1
    let id = nextID
    let connection = await withTaskCancellationHandler {
      await withCheckedContinuation { waiters.append((id, $0)) }
    } onCancel: {
      sim.spawn { await self.drop(id) }
    }
    guard let connection else { throw CancellationError() }
    #if FAULTY
      try Task.checkCancellation()
    #endif
    return connection
  }

  private func drop(_ id: Int) {
    guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
    waiters.remove(at: index).continuation.resume(returning: nil)
  }

  private func giveBack(_ connection: String) {
    guard !waiters.isEmpty else { return idle.append(connection) }
    waiters.removeFirst().continuation.resume(returning: connection)
  }
}
