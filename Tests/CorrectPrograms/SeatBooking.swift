import DeterministicSimulation

extension Program {
  static let seatBooking = Program(
    "timeout helper", "a seat is booked within a time limit, or not at all",
    faulty: .lateStop
  ) { sim in
    let theatre = Theatre(sim)
    var isBooked = false
    do {
      try await withTimeout(.milliseconds(50), clock: sim.clock) { try await theatre.book("12 F") }
      isBooked = true
    } catch is TimedOut {}
    let seats = await theatre.booked
    try ensure(isBooked == seats.contains("12 F"), "told \(isBooked), booked \(seats)")
  }
}

private struct TimedOut: Error {}

private func withTimeout(
  _ limit: Duration, clock: any Clock<Duration>,
  _ operation: @escaping @Sendable () async throws -> Void
) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await operation() }
    group.addTask {
      try await clock.sleep(for: limit)
      throw TimedOut()
    }
    defer { group.cancelAll() }
    #if FAULTY
      try await group.next()
    #else
      // The operation may end well although its time is up: then it counts.
      guard case .failure(let error)? = await group.nextResult() else { return }
      group.cancelAll()
      guard case .success? = await group.nextResult() else { throw error }
    #endif
  }
}

private actor Theatre {
  private let sim: Simulation
  private(set) var booked: Set<String> = []

  init(_ sim: Simulation) { self.sim = sim }

  func book(_ seat: String) async throws {
    try await sim.clock.sleep(for: .milliseconds(20 + 30 * sim.next(below: 3)))
    booked.insert(seat)
  }
}
