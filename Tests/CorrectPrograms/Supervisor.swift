import DeterministicSimulation

extension Program {
  static let supervisor = Program(
    "supervisor", "a worker that crashes is started again after a while, unless it was stopped",
    faulty: .missingRecheck
  ) { sim in
    let supervisor = Supervisor(sim)
    await supervisor.start()
    try await sim.clock.sleep(for: .seconds(3 + 4 * sim.next(below: 3)))
    await supervisor.stop()
    try await sim.clock.sleep(for: .seconds(60))
    let late = await supervisor.startsAfterStop
    try ensure(late == 0, "started \(late) times after the stop")
  }
}

private actor Supervisor {
  private struct Crash: Error {}

  private let sim: Simulation
  private var isStopped = false
  private var worker: SimulatedTask<Void, Never>?
  private(set) var startsAfterStop = 0

  init(_ sim: Simulation) { self.sim = sim }

  func start() {
    worker = sim.spawn("worker") { await self.supervise() }
  }

  func stop() { isStopped = true }

  private func supervise() async {
    while !isStopped {
      do {
        try await work()
      } catch {
        try? await sim.clock.sleep(for: .seconds(5))
        #if !FAULTY
          guard !isStopped else { return }
        #endif
        await connect()
      }
    }
  }

  private func connect() async {
    if isStopped { startsAfterStop += 1 }
  }

  private func work() async throws {
    try await sim.clock.sleep(for: .seconds(10))
    if sim.next(below: 3) == 2 { throw Crash() }
  }
}
