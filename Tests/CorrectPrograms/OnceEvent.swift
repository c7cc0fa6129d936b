import DeterministicSimulation

extension Program {
  static let onceEvent = Program(
    "once-only event", "whoever needs the configuration waits until it has been loaded",
    faulty: .missedWakeUp
  ) { sim in
    let event = OnceEvent(sim)
    let loader = sim.spawn("loader") {
      try await sim.clock.sleep(for: .milliseconds(10))
      await event.fire()
    }
    let users = (1...2).map { number in
      sim.spawn("user \(number)") {
        try await sim.clock.sleep(for: .milliseconds(5 + 10 * sim.next(below: 2)))
        await event.wait()
      }
    }
    try await loader.value
    for user in users { try await user.value }
  }
}

private actor OnceEvent {
  private let sim: Simulation
  private var hasFired = false
  private var waiters: [CheckedContinuation<Void, Never>] = []

  init(_ sim: Simulation) { self.sim = sim }

  func wait() async {
    #if FAULTY
      guard !hasFired else { return }
      await logWait()
    #else
      await logWait()
      guard !hasFired else { return }
    #endif
    await withCheckedContinuation { waiters.append($0) }
  }

  func fire() {
    hasFired = true
    for waiter in waiters { waiter.resume() }
    waiters = []
  }

  private func logWait() async {
    try? await sim.clock.sleep(for: sim.latency(upTo: 2) * 3)
  }
}
