import DeterministicSimulation

/// Tasks that meet in locks and channels, and hold or leave them at the wrong moment.
extension SeededBug {
  static var locking: [SeededBug] {
    [
      twoStage(2, prelude: 4), twoStage(10, prelude: 8), twoStage(20, prelude: 12),
      wrongLock(4), account(12), abba(20), dining(3, thinking: 6), dining(5, thinking: 3),
      boundedBuffer(3), lostWakeUp(20),
    ]
  }

  /// Two variables that belong together, each written under a lock of its own.
  private static func twoStage(_ writers: Int, prelude: Int) -> SeededBug {
    SeededBug("two-stage \(writers)") { sim in
      let locks = (sim.lock("first"), sim.lock("second"))
      let data = (Shared(0), Shared(0))
      for number in 0..<writers {
        sim.spawn("writer \(number)") {
          try await locks.0.withLock { data.0.value = 1 }
          try await locks.1.withLock { data.1.value = data.0.value + 1 }
        }
      }
      try await sim.spawn("reader") {
        await sim.prepare(steps: prelude)
        let first = try await locks.0.withLock { data.0.value }
        guard first > 0 else { return }
        let second = try await locks.1.withLock { data.1.value }
        try ensure(second == first + 1, "\(first), then \(second)")
      }.value
    }
  }

  /// One task guards the variable with another lock than all others.
  private static func wrongLock(_ tasks: Int) -> SeededBug {
    SeededBug("wrong lock \(tasks)") { sim in
      let locks = (sim.lock("right"), sim.lock("wrong"))
      let value = Shared(0)
      for number in 0..<tasks {
        sim.spawn("right \(number)") {
          try await locks.0.withLock {
            let before = value.value
            await sim.step()
            value.value = before + 1
          }
        }
      }
      try await sim.spawn("wrong") {
        await sim.prepare(steps: 12)
        try await locks.1.withLock {
          let before = value.value
          await sim.step()
          try ensure(value.value == before, "changed from \(before) to \(value.value)")
        }
      }.value
    }
  }

  /// A transfer that holds neither account's lock at one moment, and an audit at just that one.
  private static func account(_ transfers: Int) -> SeededBug {
    SeededBug("bank accounts") { sim in
      let locks = (sim.lock("from"), sim.lock("to"))
      let balances = (Shared(transfers), Shared(0))
      sim.spawn("transfers") {
        for _ in 0..<transfers {
          try await locks.0.withLock { balances.0.value -= 1 }
          try await locks.1.withLock { balances.1.value += 1 }
        }
      }
      try await sim.spawn("audit") {
        let (from, to) = (balances.0.value, balances.1.value)
        try ensure(from > 0 || from + to == transfers, "\(from) + \(to)")
      }.value
    }
  }

  /// Two locks in opposite orders, each pair taken after preparations of different length.
  private static func abba(_ prelude: Int) -> SeededBug {
    SeededBug("opposite locks") { sim in
      let locks = (sim.lock("A"), sim.lock("B"))
      sim.addNoise(tasks: 2, steps: 20)
      sim.spawn("early") { try await locks.0.withLock { try await locks.1.withLock {} } }
      sim.spawn("late") {
        await sim.prepare(steps: prelude)
        try await locks.1.withLock { try await locks.0.withLock {} }
      }
    }
  }

  /// Philosophers who each think for their own time and then take the left fork first.
  private static func dining(_ count: Int, thinking: Int) -> SeededBug {
    SeededBug("dining \(count)") { sim in
      let forks = (0..<count).map { sim.lock("fork \($0)") }
      for number in 0..<count {
        sim.spawn("philosopher \(number)") {
          await sim.prepare(steps: thinking * number)
          try await forks[number].withLock {
            try await forks[(number + 1) % count].withLock {}
          }
        }
      }
    }
  }

  /// A buffer of one place whose sides share one signal, which may reach the wrong side.
  private static func boundedBuffer(_ rounds: Int) -> SeededBug {
    SeededBug("bounded buffer, one signal") { sim in
      let signal = sim.channel("signal", of: Int.self)
      let count = Shared(0)
      func act(_ wanted: Int, _ change: Int, waiting: Shared<Int>) async throws {
        while count.value != wanted {
          waiting.value += 1
          _ = try await signal.receive()
        }
        count.value += change
        if waiting.value > 0 {
          waiting.value -= 1
          try await signal.send(0)
        }
      }
      let waiting = Shared(0)
      for number in 0..<2 {
        sim.spawn("producer \(number)") {
          for _ in 0..<rounds { try await act(0, 1, waiting: waiting) }
        }
        sim.spawn("consumer \(number)") {
          for _ in 0..<rounds { try await act(1, -1, waiting: waiting) }
        }
      }
    }
  }

  /// A signal that is lost between the look at a flag and the wait for it.
  private static func lostWakeUp(_ prelude: Int) -> SeededBug {
    SeededBug("lost wake-up") { sim in
      let isReady = Shared(false)
      let waiting = Shared<CheckedContinuation<Void, Never>?>(nil)
      sim.spawn("signaller") {
        isReady.value = true
        waiting.value?.resume()
        waiting.value = nil
      }
      sim.spawn("waiter") {
        await sim.prepare(steps: prelude)
        guard !isReady.value else { return }
        await sim.step()
        await withCheckedContinuation { waiting.value = $0 }
      }
    }
  }
}
