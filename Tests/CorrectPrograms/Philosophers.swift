import DeterministicSimulation

extension Program {
  static let philosophers = Program(
    "dining philosophers", "each takes the two forks beside the plate, eats and thinks",
    faulty: .deadlock
  ) { sim in
    let forks = (0..<3).map { sim.lock("fork \($0)") }
    for seat in 0..<3 {
      sim.spawn("philosopher \(seat)") {
        #if FAULTY
          let (first, second) = (seat, (seat + 1) % 3)
        #else
          let (first, second) = (min(seat, (seat + 1) % 3), max(seat, (seat + 1) % 3))
        #endif
        try await sim.clock.sleep(for: .milliseconds(10 * seat))
        try await forks[first].withLock {
          try await sim.clock.sleep(for: .milliseconds(5 * sim.next(below: 5)))
          try await forks[second].withLock {
            try await sim.clock.sleep(for: .milliseconds(1))
          }
        }
      }
    }
  }
}
