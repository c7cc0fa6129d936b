import DeterministicSimulation

/// An agent that publishes again and again, against something that acts once.
extension SeededBug {
  static var publishing: [SeededBug] {
    [
      lateViewer(25, noise: 0), lateViewer(25, noise: 4), lateViewer(25, noise: 8),
      lateCancellation(25, noise: 0), lateCancellation(25, noise: 4), twoViewers(12),
      viewerOnALane(25), removal(25, noise: 2), viewerThroughALock(25, noise: 6),
    ]
  }

  /// A viewer who looks at the log just before the last update misses the end of the run.
  private static func lateViewer(_ updates: Int, noise: Int) -> SeededBug {
    SeededBug("late viewer, noise \(noise)") { sim in
      let log = Shared(0)
      sim.addNoise(tasks: noise, steps: 20)
      sim.spawn("agent") {
        for _ in 0..<updates {
          await sim.step()
          log.value += 1
        }
      }
      try await sim.spawn("viewer") {
        await sim.step()
        try ensure(log.value != updates - 1, "the viewer misses the end")
      }.value
    }
  }

  /// An agent cancelled at its last update has said that it goes on.
  private static func lateCancellation(_ updates: Int, noise: Int) -> SeededBug {
    SeededBug("late cancellation, noise \(noise)") { sim in
      let channel = sim.channel("updates", of: Int.self)
      sim.addNoise(tasks: noise, steps: 20)
      let agent = sim.spawn("agent") {
        for update in 1...updates {
          let isWanted = !Task.isCancelled
          await sim.step()
          guard isWanted else { return }
          try ensure(update < updates || !Task.isCancelled, "published after the end")
          try? await channel.send(update)
        }
      }
      sim.spawn("user") {
        await sim.step()
        agent.cancel()
      }
      try await agent.value
    }
  }

  /// Two viewers who each must see another one of the last updates.
  private static func twoViewers(_ updates: Int) -> SeededBug {
    SeededBug("two late viewers") { sim in
      let log = Shared(0)
      let seen = Shared<[Int]>([])
      let agent = sim.spawn("agent") {
        for _ in 0..<updates {
          await sim.step()
          log.value += 1
        }
      }
      let viewers = (0..<2).map { number in
        sim.spawn("viewer \(number)") {
          await sim.step()
          seen.value.append(log.value)
        }
      }
      await agent.value
      for viewer in viewers { await viewer.value }
      try ensure(!seen.value.allSatisfy { $0 == updates - 1 }, "both miss the end")
    }
  }

  /// A log in an actor with a lane, asked for its length between the last two updates.
  private static func viewerOnALane(_ updates: Int) -> SeededBug {
    SeededBug("late viewer on a lane") { sim in
      let log = LaneLog(in: sim)
      sim.spawn("agent") { for _ in 0..<updates { await log.append() } }
      let viewer = sim.spawn("viewer") { await log.count }
      try ensure(await viewer.value != updates - 1, "the viewer misses the end")
    }
  }

  /// A trace removed while its last update is under way comes back to life.
  private static func removal(_ updates: Int, noise: Int) -> SeededBug {
    SeededBug("late removal") { sim in
      let count = Shared<Int?>(0)
      let isRemoved = Shared(false)
      sim.addNoise(tasks: noise, steps: 20)
      let agent = sim.spawn("agent") {
        for update in 1...updates where !isRemoved.value {
          await sim.step()
          if update == updates || !isRemoved.value { count.value = update }
        }
      }
      let removal = sim.spawn("removal") {
        await sim.step()
        isRemoved.value = true
        count.value = nil
      }
      await agent.value
      await removal.value
      try ensure(count.value == nil || !isRemoved.value, "a removed trace is back")
    }
  }

  /// A log behind a lock, beside tasks that are busy elsewhere.
  private static func viewerThroughALock(_ updates: Int, noise: Int) -> SeededBug {
    SeededBug("late viewer through a lock") { sim in
      let lock = sim.lock("log")
      let log = Shared(0)
      sim.addNoise(tasks: noise, steps: 20)
      sim.spawn("agent") {
        for _ in 0..<updates { try await lock.withLock { log.value += 1 } }
      }
      try await sim.spawn("viewer") {
        let count = try await lock.withLock { log.value }
        try ensure(count != updates - 1, "the viewer misses the end")
      }.value
    }
  }
}

private actor LaneLog {
  private let lane: Lane
  private(set) var count = 0

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe lane.asUnownedSerialExecutor()
  }

  init(in sim: Simulation) { lane = sim.lane("log") }

  func append() { count += 1 }
}
