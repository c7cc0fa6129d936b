import DeterministicSimulation

extension Program {
  static let storeMigration = Program(
    "store migration", "values move to a new store while a writer goes on to set them",
    faulty: .checkThenAct
  ) { sim in
    let stores = [Store(), Store()]
    let route = Route()
    let lock = sim.lock("route")
    let writer = sim.spawn("writer") {
      for value in 1...4 {
        try await sim.clock.sleep(for: .milliseconds(10))
        #if FAULTY
          let current = await route.current
          await stores[current].set(value)
        #else
          try await lock.withLock { await stores[route.current].set(value) }
        #endif
      }
    }
    let migration = sim.spawn("migration") {
      try await sim.clock.sleep(for: .milliseconds(45 - 5 * sim.next(below: 2)))
      try await lock.withLock {
        await stores[1].set(await stores[0].value)
        await route.switchOver()
      }
    }
    try await writer.value
    try await migration.value
    let value = await stores[1].value
    try ensure(value == 4, "the new store has \(value)")
  }
}

private actor Store {
  private(set) var value = 0

  func set(_ value: Int) { self.value = value }
}

private actor Route {
  private(set) var current = 0

  func switchOver() { current = 1 }
}
