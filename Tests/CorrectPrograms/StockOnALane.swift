import DeterministicSimulation

extension Program {
  static let stockOnALane = Program(
    "stock on a lane", "orders take from a stock whose messages interleave one by one",
    faulty: .checkThenAct
  ) { sim in
    let stock = Stock(in: sim, count: 1)
    let orders = (1...2).map { number in
      sim.spawn("order \(number)") {
        try await sim.clock.sleep(for: sim.latency(upTo: 3) + .milliseconds(2 * number))
        #if FAULTY
          guard await stock.count > 0 else { return false }
          await stock.take()
          return true
        #else
          return await stock.takeIfThere()
        #endif
      }
    }
    for order in orders { _ = try await order.value }
    let count = await stock.count
    try ensure(count == 0, "\(count) in stock")
  }
}

private actor Stock {
  private let lane: Lane
  private(set) var count: Int

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe lane.asUnownedSerialExecutor()
  }

  init(in sim: Simulation, count: Int) {
    lane = sim.lane("stock")
    self.count = count
  }

  func take() { count -= 1 }

  func takeIfThere() -> Bool {
    guard count > 0 else { return false }
    count -= 1
    return true
  }
}
