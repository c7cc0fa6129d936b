import DeterministicSimulation

extension Program {
  static let batchCollector = Program(
    "batch collector", "events are collected and sent together, at a size or at an interval",
    faulty: .lostItem
  ) { sim in
    let collector = EventCollector(sim, size: 2)
    let sources = (1...3).map { number in
      sim.spawn("source \(number)") {
        try await sim.clock.sleep(for: .milliseconds(10 * number))
        await collector.record("event \(number)")
      }
    }
    for source in sources { try await source.value }
    await collector.flush()
    let sent = await collector.sent
    try ensure(sent.sorted() == (1...3).map { "event \($0)" }, "sent \(sent)")
  }
}

private actor EventCollector {
  private let sim: Simulation
  private let size: Int
  private var pending: [String] = []
  private(set) var sent: [String] = []

  init(_ sim: Simulation, size: Int) {
    self.sim = sim
    self.size = size
  }

  func record(_ event: String) async {
    pending.append(event)
    if pending.count == size { await flush() }
  }

  func flush() async {
    let batch = pending
    #if FAULTY
      await send(batch)
      pending = []
    #else
      pending = []
      await send(batch)
    #endif
  }

  private func send(_ batch: [String]) async {
    try? await sim.clock.sleep(for: sim.latency(upTo: 1) * 15)
    sent += batch
  }
}
