import DeterministicSimulation
import Testing

/// A small concurrent program with a known bug, and its corrected twin.
struct FaultyProgram: Sendable, CustomTestStringConvertible {
  let name: String
  let strategy: ExplorationStrategy
  /// Within how many schedules the strategy must find the bug.
  let expectedSchedules: Int
  /// Runs the program; the flag says whether the bug is in.
  let body: @Sendable (Simulation, Bool) async throws -> Void

  var testDescription: String { name }

  struct Broken: Error, CustomStringConvertible {
    let description: String
  }

  static let all = [
    lostUpdate, abbaDeadlock, depthThree, missedWakeUp, timerRace, lateCancellation,
  ]

  /// Work that has nothing to do with the bug, and hides it among its choices.
  private static func addNoise(_ sim: Simulation) {
    for task in 1...6 {
      sim.spawn("noise \(task)") {
        for _ in 1...8 {
          if sim.next(below: 3) > 0 { await sim.step() }
          await sim.step()
        }
      }
    }
  }

  /// A read, a pause that may be nothing, and a write of what was read plus one.
  static let lostUpdate = Self(
    name: "lost update", strategy: .random(seeds: 0..<1000), expectedSchedules: 100
  ) {
    sim, isFaulty in
    let balance = Cell(0)
    let lock = sim.lock("balance")
    addNoise(sim)
    @Sendable func deposit() async throws {
      let before = balance.value
      let latency = sim.next(below: 8)
      if latency > 0 { try await sim.clock.sleep(for: .milliseconds(latency)) }
      balance.value = before + 1
    }
    let tasks = (1...4).map { task in
      sim.spawn("depositor \(task)") {
        for _ in 1...10 {
          guard !isFaulty else {
            try await deposit()
            continue
          }
          try await lock.withLock { try await deposit() }
        }
      }
    }
    for task in tasks { try await task.value }
    guard balance.value == 40 else { throw Broken(description: "the balance is \(balance.value)") }
  }

  /// Two locks taken in opposite orders; the tasks meet only if the first one dawdles.
  static let abbaDeadlock = Self(
    name: "ABBA deadlock", strategy: .random(seeds: 0..<1000), expectedSchedules: 100
  ) {
    sim, isFaulty in
    let first = sim.lock("A")
    let second = sim.lock("B")
    addNoise(sim)
    sim.spawn("one") {
      try await first.withLock {
        try await sim.clock.sleep(for: .milliseconds(sim.next(below: 10)))
        try await second.withLock {}
      }
    }
    sim.spawn("two") {
      try await sim.clock.sleep(for: .milliseconds(5))
      let (outer, inner) = isFaulty ? (second, first) : (first, second)
      try await outer.withLock { try await inner.withLock {} }
    }
  }

  /// Two tasks in step, of which the left must come first eight times, then the right eight times,
  /// then the left again: three constraints, which even chances meet once in 2^24 schedules.
  static let depthThree = Self(
    name: "order bug of depth three", strategy: .pct(depth: 3, seeds: 1_000..<3_000),
    // n · k^(d−1) for three tasks and the 25 picks of a run.
    expectedSchedules: 3 * 25 * 25
  ) { sim, isFaulty in
    let order = Cell("")
    for name in ["L", "R"] {
      sim.spawn(name) {
        for round in 1...24 {
          for _ in 1...3 { _ = sim.next(below: 100) }
          try await sim.clock.sleep(until: .init(nanoseconds: Int64(round)))
          order.update { $0 += name }
        }
      }
    }
    try await sim.clock.sleep(for: .seconds(1))
    let part = { (pair: String) in String(repeating: pair, count: 8) }
    if isFaulty, order.value == part("LR") + part("RL") + part("LR") {
      throw Broken(description: "the forbidden order")
    }
  }

  /// A signal that is lost if it comes between the look at a flag and the wait for it.
  static let missedWakeUp = Self(
    name: "missed wake-up", strategy: .random(seeds: 0..<1000), expectedSchedules: 100
  ) {
    sim, isFaulty in
    let isReady = Cell(false)
    let waiting = Cell<CheckedContinuation<Void, Never>?>(nil)
    addNoise(sim)
    sim.spawn("consumer") {
      while !isReady.value {
        if isFaulty { await sim.step() }
        await withCheckedContinuation { waiting.value = $0 }
      }
    }
    sim.spawn("producer") {
      await sim.step()
      isReady.value = true
      waiting.value?.resume()
      waiting.value = nil
    }
  }

  /// An answer and its time-out that fall due at one instant.
  static let timerRace = Self(
    name: "timer race", strategy: .random(seeds: 0..<1000), expectedSchedules: 100
  ) {
    sim, isFaulty in
    let isAnswered = Cell(false)
    addNoise(sim)
    sim.spawn("answer") {
      try await sim.clock.sleep(for: .seconds(1))
      isAnswered.value = true
    }
    let timeout = sim.spawn("time-out") {
      try await sim.clock.sleep(for: .seconds(1) + (isFaulty ? .zero : .nanoseconds(1)))
      guard isAnswered.value else { throw Broken(description: "timed out") }
    }
    try await timeout.value
  }

  /// A task that acts although it was cancelled after it had looked.
  static let lateCancellation = Self(
    name: "cancellation between check and act", strategy: .random(seeds: 0..<1000),
    expectedSchedules: 100
  ) { sim, isFaulty in
    let isClosed = Cell(false)
    addNoise(sim)
    let writer = sim.spawn("writer") {
      for _ in 1...5 {
        if isFaulty { try Task.checkCancellation() }
        if sim.next(below: 4) > 0 { await sim.step() }
        if !isFaulty { try Task.checkCancellation() }
        if isClosed.value { throw Broken(description: "a write after the end") }
      }
    }
    await sim.step()
    writer.cancel()
    isClosed.value = true
    do { try await writer.value } catch is CancellationError {}
  }
}
