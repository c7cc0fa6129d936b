import DeterministicSimulation

extension Program {
  static let sendWindow = Program(
    "backpressure window", "senders wait until few enough of their messages are unacknowledged",
    faulty: .missedWakeUp
  ) { sim in
    let window = SendWindow(size: 2)
    let senders = (1...4).map { number in
      sim.spawn("sender \(number)") {
        try await sim.clock.sleep(for: .milliseconds(20 * number))
        await window.waitForRoom()
        try await sim.clock.sleep(for: .milliseconds(20 * (1 + sim.next(below: 4))))
        await window.acknowledge()
      }
    }
    for sender in senders { try await sender.value }
  }
}

private actor SendWindow {
  private let size: Int
  private var unacknowledged = 0
  private var waiters: [CheckedContinuation<Void, Never>] = []

  init(size: Int) { self.size = size }

  func waitForRoom() async {
    while unacknowledged >= size {
      await withCheckedContinuation { waiters.append($0) }
    }
    unacknowledged += 1
  }

  func acknowledge() {
    unacknowledged -= 1
    #if FAULTY
      // Only a window that was full can have made somebody wait.
      guard unacknowledged == size - 1 else { return }
    #endif
    if !waiters.isEmpty { waiters.removeFirst().resume() }
  }
}
