import DeterministicSimulation

extension Program {
  static let sharedFile = Program(
    "shared file", "a file is open while anyone uses it, and flushed before it closes",
    faulty: .missingRecheck
  ) { sim in
    let file = SharedFile(sim)
    let users = (0..<3).map { number in
      sim.spawn("user \(number)") {
        try await sim.clock.sleep(for: .milliseconds(10 * number))
        await file.open()
        try await sim.clock.sleep(for: .milliseconds(10))
        try await file.write("line \(number)")
        await file.close()
      }
    }
    for user in users { try await user.value }
  }
}

private actor SharedFile {
  private let sim: Simulation
  private var users = 0
  private var isOpen = false
  private var lines: [String] = []

  init(_ sim: Simulation) { self.sim = sim }

  func open() {
    users += 1
    isOpen = true
  }

  func write(_ line: String) throws {
    try ensure(isOpen, "\(line) is written to a closed file")
    lines.append(line)
  }

  func close() async {
    users -= 1
    guard users == 0 else { return }
    await flush()
    #if !FAULTY
      guard users == 0 else { return }
    #endif
    isOpen = false
  }

  private func flush() async {
    try? await sim.clock.sleep(for: .milliseconds(2))
  }
}
