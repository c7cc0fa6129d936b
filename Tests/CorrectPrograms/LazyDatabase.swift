import DeterministicSimulation

extension Program {
  static let lazyDatabase = Program(
    "lazy initialisation", "a database is opened when it is needed first, and only once",
    faulty: .checkThenAct
  ) { sim in
    let disk = Disk(sim)
    let store = Store(sim, disk: disk)
    let readers = (1...2).map { number in
      sim.spawn("reader \(number)") {
        try await sim.clock.sleep(for: .milliseconds(10 * number))
        return try await store.value(of: "key")
      }
    }
    for reader in readers { _ = try await reader.value }
    let opened = await disk.opened
    try ensure(opened == 1, "opened \(opened) times")
  }
}

private final class Database: Sendable {
  func value(of key: String) -> String { "value of \(key)" }
}

private actor Disk {
  private let sim: Simulation
  private(set) var opened = 0

  init(_ sim: Simulation) { self.sim = sim }

  func open() async throws -> Database {
    opened += 1
    try await sim.clock.sleep(for: sim.latency(upTo: 2) * 8)
    return Database()
  }
}

private actor Store {
  private let sim: Simulation
  private let disk: Disk
  private var opening: SimulatedTask<Database, any Error>?

  init(_ sim: Simulation, disk: Disk) {
    self.sim = sim
    self.disk = disk
  }

  func value(of key: String) async throws -> String {
    try await database().value(of: key)
  }

  private func database() async throws -> Database {
    if let opening { return try await opening.value }
    let task = sim.spawn("opening") { [disk] in try await disk.open() }
    #if FAULTY
      let database = try await task.value
      opening = task
      return database
    #else
      opening = task
      return try await task.value
    #endif
  }
}
