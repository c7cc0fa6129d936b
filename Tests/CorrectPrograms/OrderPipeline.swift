import DeterministicSimulation

extension Program {
  static let orderPipeline = Program(
    "producer and consumer", "a kitchen cooks the orders that a waiter puts into a stream",
    faulty: .lostItem
  ) { sim in
    let kitchen = Kitchen(sim)
    let (orders, waiter) = makeOrders()
    let cook = sim.spawn("cook") {
      for await order in orders { await kitchen.cook(order) }
    }
    for number in 1...3 {
      try await sim.clock.sleep(for: .milliseconds(10))
      waiter.yield("dish \(number)")
    }
    waiter.finish()
    await cook.value
    let cooked = await kitchen.cooked
    try ensure(cooked == (1...3).map { "dish \($0)" }, "cooked only \(cooked)")
  }
}

private func makeOrders() -> (AsyncStream<String>, AsyncStream<String>.Continuation) {
  #if FAULTY
    AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  #else
    AsyncStream.makeStream()
  #endif
}

private actor Kitchen {
  private let sim: Simulation
  private(set) var cooked: [String] = []

  init(_ sim: Simulation) { self.sim = sim }

  func cook(_ dish: String) async {
    try? await sim.clock.sleep(for: sim.latency(upTo: 3) * 9)
    cooked.append(dish)
  }
}
