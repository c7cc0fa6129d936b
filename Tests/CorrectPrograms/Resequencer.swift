import DeterministicSimulation

extension Program {
  static let resequencer = Program(
    "resequencer", "packets that come in any order are delivered in theirs",
    faulty: .staleReentrancy
  ) { sim in
    let resequencer = Resequencer(sim)
    let packets = (0..<3).map { number in
      sim.spawn("packet \(number)") {
        try await sim.clock.sleep(for: .milliseconds(10 * number))
        await resequencer.receive(number)
      }
    }
    for packet in packets { try await packet.value }
    let delivered = await resequencer.delivered
    try ensure(delivered == [0, 1, 2], "delivered \(delivered)")
  }
}

private actor Resequencer {
  private let sim: Simulation
  private var waiting: Set<Int> = []
  private var next = 0
  private var isDelivering = false
  private(set) var delivered: [Int] = []

  init(_ sim: Simulation) { self.sim = sim }

  func receive(_ packet: Int) async {
    waiting.insert(packet)
    #if !FAULTY
      guard !isDelivering else { return }
    #endif
    isDelivering = true
    while waiting.remove(next) != nil {
      next += 1
      await deliver(next - 1)
    }
    isDelivering = false
  }

  private func deliver(_ packet: Int) async {
    try? await sim.clock.sleep(for: .milliseconds(8 * sim.next(below: 3)))
    delivered.append(packet)
  }
}
