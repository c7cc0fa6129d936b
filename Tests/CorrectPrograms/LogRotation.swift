import DeterministicSimulation

extension Program {
  static let logRotation = Program(
    "log rotation", "a log that is full is moved away, and lines go on into a fresh one",
    faulty: .missingRecheck
  ) { sim in
    let log = RotatingLog(sim, limit: 2)
    let writers = (1...4).map { number in
      sim.spawn("writer \(number)") {
        try await sim.clock.sleep(for: .milliseconds(10 * number))
        await log.write("line \(number)")
      }
    }
    for writer in writers { try await writer.value }
    let (lines, archives) = await (log.lines, log.archives)
    try ensure(archives.joined().count + lines.count == 4, "lines are lost")
    try ensure(archives.allSatisfy { $0.count >= 2 }, "moved away too early: \(archives)")
  }
}

private actor RotatingLog {
  private let sim: Simulation
  private let limit: Int
  private(set) var lines: [String] = []
  private(set) var archives: [[String]] = []

  init(_ sim: Simulation, limit: Int) {
    self.sim = sim
    self.limit = limit
  }

  func write(_ line: String) async {
    if lines.count >= limit { await rotate() }
    lines.append(line)
  }

  private func rotate() async {
    await closeFile()
    #if !FAULTY
      guard lines.count >= limit else { return }
    #endif
    archives.append(lines)
    lines = []
  }

  private func closeFile() async {
    try? await sim.clock.sleep(for: .milliseconds(8 * sim.next(below: 3)))
  }
}
