import DeterministicSimulation

extension Program {
  static let ticketReservation = Program(
    "inventory reservation", "tickets are held while their buyer pays, and go back if they do not",
    faulty: .leak
  ) { sim in
    let office = BoxOffice(sim, tickets: 2)
    let buyers = (1...2).map { number in
      sim.spawn("buyer \(number)") { try await office.buy() }
    }
    try await sim.clock.sleep(for: .milliseconds(25))
    buyers[1].cancel()
    for buyer in buyers { _ = await buyer.result }
    let (free, sold) = await office.counts
    try ensure(free + sold == 2, "\(free) free and \(sold) sold of 2")
  }
}

private actor BoxOffice {
  struct Declined: Error {}

  private let sim: Simulation
  private var free: Int
  private var sold = 0

  init(_ sim: Simulation, tickets: Int) {
    self.sim = sim
    free = tickets
  }

  var counts: (free: Int, sold: Int) { (free, sold) }

  func buy() async throws {
    guard free > 0 else { return }
    free -= 1
    do {
      try await pay()
      sold += 1
    } catch {
      #if FAULTY
        if error is Declined { free += 1 }
      #else
        free += 1
      #endif
      throw error
    }
  }

  private func pay() async throws {
    try await sim.clock.sleep(for: .milliseconds(10 * sim.next(below: 4)))
    if sim.next(below: 4) == 3 { throw Declined() }
  }
}
