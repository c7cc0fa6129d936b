import DeterministicSimulation

extension Program {
  static let metricsReporter = Program(
    "periodic task", "metrics are uploaded at an interval until the reporter is stopped",
    faulty: .lateStop
  ) { sim in
    let backend = Backend()
    let reporter = Reporter(clock: sim.clock, interval: .seconds(10), backend: backend)
    let task = sim.spawn("reporter") { try await reporter.run() }
    try await sim.clock.sleep(for: .seconds(35 - 5 * sim.next(below: 2)))
    task.cancel()
    #if !FAULTY
      _ = await task.result
    #endif
    await backend.close()
    _ = await task.result
    let late = await backend.uploadsAfterClose
    try ensure(late == 0, "\(late) uploads after the end")
  }
}

private actor Backend {
  private var isClosed = false
  private(set) var uploadsAfterClose = 0

  func close() { isClosed = true }

  func upload(_ report: String) {
    if isClosed { uploadsAfterClose += 1 }
  }
}

private struct Reporter {
  let clock: any Clock<Duration>
  let interval: Duration
  let backend: Backend

  func run() async throws {
    for number in 1... {
      try await clock.sleep(for: interval)
      await backend.upload("report \(number)")
    }
  }
}
