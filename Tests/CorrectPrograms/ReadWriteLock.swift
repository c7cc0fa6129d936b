import DeterministicSimulation

extension Program {
  static let readWriteLock = Program(
    "read-write lock", "a table is read by many at once, and written by one alone",
    faulty: .missingRecheck
  ) { sim in
    let lock = ReadWriteLock()
    let table = Table()
    let writers = (1...2).map { number in
      sim.spawn("writer \(number)") {
        try await sim.clock.sleep(for: .milliseconds(20 * number - 10 * sim.next(below: 2)))
        await lock.lockForWriting()
        try await table.write(number, clock: sim.clock)
        await lock.unlock()
      }
    }
    let reader = sim.spawn("reader") {
      for _ in 1...2 {
        try await sim.clock.sleep(for: .milliseconds(15))
        await lock.lockForReading()
        let (left, right) = await table.row
        try ensure(left == right, "read a row half written: \(left), \(right)")
        await lock.unlock()
      }
    }
    for writer in writers { try await writer.value }
    try await reader.value
  }
}

private actor Table {
  private(set) var row = (0, 0)

  func write(_ value: Int, clock: VirtualClock) async throws {
    row.0 = value
    try await clock.sleep(for: .milliseconds(10))
    row.1 = value
  }
}

private actor ReadWriteLock {
  private var readers = 0
  private var isWriting = false
  private var waiters: [CheckedContinuation<Void, Never>] = []

  func lockForReading() async {
    #if FAULTY
      if isWriting { await wait() }
    #else
      while isWriting { await wait() }
    #endif
    readers += 1
  }

  func lockForWriting() async {
    while isWriting || readers > 0 { await wait() }
    isWriting = true
  }

  func unlock() {
    if isWriting { isWriting = false } else { readers -= 1 }
    let woken = waiters
    waiters = []
    for waiter in woken { waiter.resume() }
  }

  private func wait() async {
    await withCheckedContinuation { waiters.append($0) }
  }
}
