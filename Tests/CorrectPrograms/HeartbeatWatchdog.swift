import DeterministicSimulation

extension Program {
  static let heartbeatWatchdog = Program(
    "heartbeat and watchdog", "a watchdog gives a device up that has not been heard of for long",
    faulty: .staleTimer
  ) { sim in
    let watchdog = Watchdog(sim, patience: .seconds(10))
    let device = sim.spawn("device") {
      for _ in 1...3 {
        await watchdog.beat()
        try await sim.clock.sleep(for: .seconds(8 + 3 * sim.next(below: 2)))
      }
      await watchdog.stop()
    }
    try await device.value
    let hasGivenUp = await watchdog.hasGivenUp
    try ensure(!hasGivenUp, "a living device was given up")
  }
}

private actor Watchdog {
  private let sim: Simulation
  private let patience: Duration
  private var lastBeat: VirtualClock.Instant?
  private var timer: SimulatedTask<Void, any Error>?
  private(set) var hasGivenUp = false

  init(_ sim: Simulation, patience: Duration) {
    self.sim = sim
    self.patience = patience
  }

  func beat() {
    lastBeat = sim.clock.now
    if timer == nil { timer = sim.spawn("watchdog") { try await self.watch() } }
  }

  func stop() { timer?.cancel() }

  private func watch() async throws {
    while let beat = lastBeat {
      let deadline = beat.advanced(by: patience)
      try await sim.clock.sleep(until: deadline, tolerance: nil)
      #if FAULTY
        guard beat == lastBeat else { continue }
        try await probe()
      #else
        try await probe()
        guard beat == lastBeat else { continue }
      #endif
      hasGivenUp = true
      return
    }
  }

  /// Asks the device for a sign of life before it is given up.
  private func probe() async throws {
    try await sim.clock.sleep(for: .seconds(2))
  }
}
