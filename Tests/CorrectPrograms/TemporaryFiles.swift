import DeterministicSimulation

extension Program {
  static let temporaryFiles = Program(
    "cancellation clean-up", "an export writes to a temporary file, which never stays behind",
    faulty: .leak
  ) { sim in
    let disk = Disk(sim)
    let task = sim.spawn("export") { try await export(to: disk) }
    try await sim.clock.sleep(for: .milliseconds(15))
    task.cancel()
    _ = await task.result
    let files = await disk.files
    try ensure(files.isEmpty, "left behind: \(files)")
  }
}

private actor Disk {
  private let sim: Simulation
  private(set) var files: Set<String> = []

  init(_ sim: Simulation) { self.sim = sim }

  func create(_ name: String) async {
    files.insert(name)
    try? await sim.clock.sleep(for: .milliseconds(10 * sim.next(below: 3)))
  }

  func write(_ line: String, to name: String) async throws {
    try await sim.clock.sleep(for: .milliseconds(10 * sim.next(below: 3)))
  }

  func remove(_ name: String) { files.remove(name) }
}

private func export(to disk: Disk) async throws {
  await disk.create("export.tmp")
  #if FAULTY
    try Task.checkCancellation()
  #endif
  do {
    for line in 1...3 { try await disk.write("line \(line)", to: "export.tmp") }
  } catch {
    await disk.remove("export.tmp")
    throw error
  }
  await disk.remove("export.tmp")
}
