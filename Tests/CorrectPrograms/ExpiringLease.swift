import DeterministicSimulation

extension Program {
  static let expiringLease = Program(
    "lease with expiry", "a lease passes on when its holder does not come back in time",
    faulty: .lateStop
  ) { sim in
    let leases = LeaseTable(clock: sim.clock, length: .seconds(10))
    let report = Report()
    let workers = ["ann", "bob", "cy"].enumerated().map { index, name in
      sim.spawn(name) {
        try await sim.clock.sleep(for: .seconds(6 * index))
        while await !leases.acquire(for: name) { try await sim.clock.sleep(for: .seconds(1)) }
        let started = sim.clock.now
        await report.begin(name, until: started.advanced(by: .seconds(10)), now: started)
        try await sim.clock.sleep(for: .seconds(4 + 7 * sim.next(below: 2)))
        await report.end(name)
        await leases.release(by: name)
      }
    }
    for worker in workers { try await worker.value }
    let clashes = await report.clashes
    try ensure(clashes.isEmpty, "held a valid lease at once: \(clashes)")
  }
}

private actor LeaseTable {
  private let clock: VirtualClock
  private let length: Duration
  private var holder: (name: String, deadline: VirtualClock.Instant)?

  init(clock: VirtualClock, length: Duration) {
    self.clock = clock
    self.length = length
  }

  func acquire(for name: String) -> Bool {
    if let holder, clock.now < holder.deadline { return false }
    holder = (name, clock.now.advanced(by: length))
    return true
  }

  func release(by name: String) {
    #if !FAULTY
      guard holder?.name == name else { return }
    #endif
    holder = nil
  }
}

/// Who writes it, and until when they may.
private actor Report {
  private var writers: [String: VirtualClock.Instant] = [:]
  private(set) var clashes: [String] = []

  func begin(_ name: String, until deadline: VirtualClock.Instant, now: VirtualClock.Instant) {
    if writers.values.contains(where: { now < $0 }) { clashes.append(name) }
    writers[name] = deadline
  }

  func end(_ name: String) { writers[name] = nil }
}
