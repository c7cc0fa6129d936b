import DeterministicSimulation

extension Program {
  static let conditionQueue = Program(
    "condition variable", "producers and consumers of a queue for one share a condition",
    faulty: .deadlock
  ) { sim in
    let queue = ConditionQueue()
    for number in 1...2 {
      sim.spawn("consumer \(number)") {
        try await sim.clock.sleep(for: .milliseconds(10 * number))
        _ = await queue.take()
      }
      sim.spawn("producer \(number)") {
        try await sim.clock.sleep(for: .milliseconds(5 + 10 * sim.next(below: 3)))
        await queue.put(number)
      }
    }
  }
}

private actor ConditionQueue {
  private var element: Int?
  private var waiters: [CheckedContinuation<Void, Never>] = []

  func put(_ new: Int) async {
    while element != nil { await wait() }
    element = new
    signal()
  }

  func take() async -> Int {
    while true {
      if let taken = element.take() {
        signal()
        return taken
      }
      await wait()
    }
  }

  private func wait() async {
    await withCheckedContinuation { waiters.append($0) }
  }

  private func signal() {
    #if FAULTY
      if !waiters.isEmpty { waiters.removeFirst().resume() }
    #else
      while !waiters.isEmpty { waiters.removeFirst().resume() }
    #endif
  }
}
