import DeterministicSimulation

extension Program {
  static let crawlerChannel = Program(
    "fan-in over a channel", "crawlers send what they find; the last one closes the channel",
    faulty: .wrongOrder
  ) { sim in
    let found = sim.channel("found", of: String.self, capacity: 1)
    let crew = Crew(size: 2)
    for number in 1...2 {
      sim.spawn("crawler \(number)") {
        try await sim.clock.sleep(for: sim.latency(upTo: 2))
        #if FAULTY
          let isLast = await crew.signOff()
          try await found.send("page \(number)")
        #else
          try await found.send("page \(number)")
          let isLast = await crew.signOff()
        #endif
        if isLast { found.finish() }
      }
    }
    var pages: [String] = []
    while let page = try await found.receive() { pages.append(page) }
    try ensure(pages.count == 2, "received only \(pages)")
  }
}

private actor Crew {
  private var size: Int

  init(size: Int) { self.size = size }

  /// Whether this was the last one.
  func signOff() -> Bool {
    size -= 1
    return size == 0
  }
}
