import DeterministicSimulation

extension Program {
  static let workStealing = Program(
    "work stealing", "workers split folders into files, steal from each other, and then stop",
    faulty: .wrongOrder
  ) { sim in
    let pool = ScanPool(workers: 2)
    await pool.push("root", to: 0)
    let workers = (0..<2).map { number in
      sim.spawn("worker \(number)") { try await scan(as: number, in: pool, sim) }
    }
    while await !pool.isDone { try await sim.clock.sleep(for: .milliseconds(1)) }
    let scanned = await pool.scanned
    try ensure(scanned == 7, "reported as done after \(scanned) of 7")
    for worker in workers { try await worker.value }
  }
}

private func scan(as worker: Int, in pool: ScanPool, _ sim: Simulation) async throws {
  while await !pool.isDone {
    guard let path = await pool.take(for: worker) else {
      try await sim.clock.sleep(for: .milliseconds(1))
      continue
    }
    #if FAULTY
      await pool.noteScanned()
    #endif
    if path.count < 8 {
      try await sim.clock.sleep(for: sim.latency())
      for name in ["a", "b"] { await pool.push("\(path)/\(name)", to: worker) }
    }
    #if !FAULTY
      await pool.noteScanned()
    #endif
  }
}

private actor ScanPool {
  private var queues: [[String]]
  private var unfinished = 0
  private(set) var scanned = 0

  init(workers: Int) { queues = Array(repeating: [], count: workers) }

  var isDone: Bool { unfinished == 0 }

  func push(_ path: String, to worker: Int) {
    unfinished += 1
    queues[worker].append(path)
  }

  func take(for worker: Int) -> String? {
    if let own = queues[worker].popLast() { return own }
    let victim = queues.indices.first { !queues[$0].isEmpty }
    return victim.map { queues[$0].removeFirst() }
  }

  func noteScanned() {
    unfinished -= 1
    scanned += 1
  }
}
