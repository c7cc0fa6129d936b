import DeterministicSimulation

extension Program {
  static let uploadSemaphore = Program(
    "semaphore", "uploads wait for a permit, and may be cancelled while they do",
    faulty: .lostOnCancel
  ) { sim in
    let semaphore = Semaphore(sim, permits: 1)
    let uploads = (0..<3).map { number in
      sim.spawn("upload \(number)") {
        try await semaphore.wait()
        try? await sim.clock.sleep(for: .milliseconds(10))
        await semaphore.signal()
      }
    }
    try await sim.clock.sleep(for: .milliseconds(5 * sim.next(below: 3)))
    uploads[1].cancel()
    for upload in uploads { _ = await upload.result }
    let permits = await semaphore.permits
    try ensure(permits == 1, "\(permits) permits at the end")
  }
}

private actor Semaphore {
  private let sim: Simulation
  private(set) var permits: Int
  private var waiters: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
  private var nextID = 0

  init(_ sim: Simulation, permits: Int) {
    self.sim = sim
    self.permits = permits
  }

  func wait() async throws {
    permits -= 1
    guard permits < 0 else { return }
    nextID += 1
    let id = nextID
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { waiters.append((id, $0)) }
    } onCancel: {
      sim.spawn("cancellation") { await self.cancel(id) }
    }
  }

  func signal() {
    permits += 1
    if !waiters.isEmpty { waiters.removeFirst().continuation.resume() }
  }

  private func cancel(_ id: Int) {
    #if FAULTY
      permits += 1
      guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
    #else
      guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
      permits += 1
    #endif
    waiters.remove(at: index).continuation.resume(throwing: CancellationError())
  }
}
