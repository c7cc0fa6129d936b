import DeterministicSimulation

extension Program {
  static let serverShutdown = Program(
    "two-phase shutdown", "a server takes no more requests, waits for the last, then closes",
    faulty: .wrongOrder
  ) { sim in
    let server = Server(sim)
    let clients = (1...2).map { number in
      sim.spawn("client \(number)") {
        try await sim.clock.sleep(for: .milliseconds(20 * number))
        return try await server.handle()
      }
    }
    try await sim.clock.sleep(for: .milliseconds(50 - 20 * sim.next(below: 2)))
    await server.shutDown()
    for client in clients { _ = await client.result }
    let failed = await server.failed
    try ensure(failed == 0, "\(failed) requests met a closed database")
  }
}

private actor Server {
  struct Refused: Error {}

  private let sim: Simulation
  private var isDraining = false
  private var isDatabaseOpen = true
  private var running = 0
  private var lastEnd: CheckedContinuation<Void, Never>?
  private(set) var failed = 0

  init(_ sim: Simulation) { self.sim = sim }

  func handle() async throws {
    guard !isDraining else { throw Refused() }
    running += 1
    try? await sim.clock.sleep(for: .milliseconds(10 + 10 * sim.next(below: 2)))
    if !isDatabaseOpen { failed += 1 }
    running -= 1
    if running == 0 { lastEnd?.resume() }
    if running == 0 { lastEnd = nil }
  }

  func shutDown() async {
    #if !FAULTY
      isDraining = true
    #endif
    while running > 0 { await withCheckedContinuation { lastEnd = $0 } }
    await deregister()
    isDraining = true
    isDatabaseOpen = false
  }

  /// Tells the load balancer to send no more requests.
  private func deregister() async {
    try? await sim.clock.sleep(for: sim.latency() * 15)
  }
}
