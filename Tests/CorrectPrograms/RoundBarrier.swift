import DeterministicSimulation

extension Program {
  static let roundBarrier = Program(
    "barrier", "players wait for each other at the end of a round, or leave the game for good",
    faulty: .missedWakeUp
  ) { sim in
    let barrier = Barrier(parties: 3)
    let leaver = sim.spawn("cy") {
      try await sim.clock.sleep(for: sim.latency())
      await barrier.leave()
    }
    let stayers = ["ann", "bob"].map { name in
      sim.spawn(name) {
        try await sim.clock.sleep(for: sim.latency())
        return await barrier.wait()
      }
    }
    try await leaver.value
    for stayer in stayers {
      let round = try await stayer.value
      try ensure(round == 1, "\(stayer.label) went on to round \(round)")
    }
  }
}

private actor Barrier {
  private var parties: Int
  private var round = 0
  private var waiters: [CheckedContinuation<Void, Never>] = []

  init(parties: Int) { self.parties = parties }

  /// Returns the round that begins.
  func wait() async -> Int {
    if waiters.count + 1 == parties {
      beginRound()
    } else {
      await withCheckedContinuation { waiters.append($0) }
    }
    return round
  }

  func leave() {
    parties -= 1
    #if !FAULTY
      if !waiters.isEmpty, waiters.count == parties { beginRound() }
    #endif
  }

  private func beginRound() {
    round += 1
    let woken = waiters
    waiters = []
    for waiter in woken { waiter.resume() }
  }
}
