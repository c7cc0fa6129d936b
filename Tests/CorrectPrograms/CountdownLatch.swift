import DeterministicSimulation

extension Program {
  static let countdownLatch = Program(
    "latch", "a start-up waits until each of its services is up or has given up",
    faulty: .leak
  ) { sim in
    let latch = Latch(count: 2)
    for name in ["database", "cache"] {
      sim.spawn(name) {
        #if FAULTY
          try await start(name, sim)
        #else
          try? await start(name, sim)
        #endif
        await latch.countDown()
      }
    }
    await latch.wait()
  }
}

private struct StartFailure: Error {}

private func start(_ service: String, _ sim: Simulation) async throws {
  for attempt in 1...2 {
    try await sim.clock.sleep(for: .milliseconds(10 * attempt))
    if sim.next(below: 4) < 3 { return }
  }
  throw StartFailure()
}

private actor Latch {
  private var count: Int
  private var waiters: [CheckedContinuation<Void, Never>] = []

  init(count: Int) { self.count = count }

  func countDown() {
    count -= 1
    guard count == 0 else { return }
    for waiter in waiters { waiter.resume() }
    waiters = []
  }

  func wait() async {
    guard count > 0 else { return }
    await withCheckedContinuation { waiters.append($0) }
  }
}
