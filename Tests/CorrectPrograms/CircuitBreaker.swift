import DeterministicSimulation

extension Program {
  static let circuitBreaker = Program(
    "circuit breaker", "calls are refused for a while after one has failed",
    faulty: .lateAnswer
  ) { sim in
    let service = Service(sim)
    let breaker = CircuitBreaker(clock: sim.clock, coolDown: .seconds(30))
    let calls = [0, 1, 5].map { second in
      sim.spawn("call at \(second) s") {
        try await sim.clock.sleep(for: .seconds(second))
        try await breaker.call { try await service.answer(failing: second == 1) }
      }
    }
    for call in calls { _ = await call.result }
    let late = await service.callsAfterFailure
    try ensure(late == 0, "\(late) calls while the breaker had to be open")
  }
}

private actor Service {
  struct Unavailable: Error {}

  private let sim: Simulation
  private var hasFailed = false
  private(set) var callsAfterFailure = 0

  init(_ sim: Simulation) { self.sim = sim }

  func answer(failing: Bool) async throws {
    if hasFailed { callsAfterFailure += 1 }
    guard !failing else {
      hasFailed = true
      throw Unavailable()
    }
    try await sim.clock.sleep(for: .seconds(2 * sim.next(below: 2)))
  }
}

private actor CircuitBreaker {
  struct Open: Error {}

  private let clock: VirtualClock
  private let coolDown: Duration
  private var reopens: VirtualClock.Instant?
  private var trips = 0

  init(clock: VirtualClock, coolDown: Duration) {
    self.clock = clock
    self.coolDown = coolDown
  }

  func call(_ operation: @Sendable () async throws -> Void) async throws {
    if let reopens, clock.now < reopens { throw Open() }
    let tripsBefore = trips
    do {
      try await operation()
      #if FAULTY
        reopens = nil
      #else
        if trips == tripsBefore { reopens = nil }
      #endif
    } catch {
      trips += 1
      reopens = clock.now.advanced(by: coolDown)
      throw error
    }
  }
}
