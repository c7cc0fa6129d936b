import DeterministicSimulation
import Testing

@Suite struct CancellationTests {
  @Test func aChildIsCancelledAlone() throws {
    let log = Log()
    try simulate { sim in
      _ = sim.spawn {
        await withTaskGroup(of: Void.self) { group in
          group.addTask { await sleep(of: "child", .seconds(5), in: sim, log) }
          await sleep(of: "parent", .seconds(1), in: sim, log)
          group.cancelAll()
          await sleep(of: "parent", .seconds(1), in: sim, log)
        }
      }
    }
    #expect(
      log.entries == ["parent slept to 1 s", "child cancelled at 1 s", "parent slept to 2 s"])
  }

  @Test func aParentIsCancelledWithItsChildren() throws {
    let log = Log()
    try simulate { sim in
      let parent = sim.spawn {
        async let child: Void = sleep(of: "child", .seconds(5), in: sim, log)
        await sleep(of: "parent", .seconds(5), in: sim, log)
        await child
      }
      try await sim.clock.sleep(for: .seconds(1))
      parent.cancel()
    }
    #expect(log.entries.sorted() == ["child cancelled at 1 s", "parent cancelled at 1 s"])
  }

  @Test func aCancellationBetweenWaitsEndsTheNextOne() throws {
    let log = Log()
    try simulate { sim in
      let sleeper = sim.spawn {
        await sleep(of: "first", .seconds(1), in: sim, log)
        for _ in 0..<3 { await sim.step() }
        await sleep(of: "second", .seconds(1), in: sim, log)
      }
      try await sim.clock.sleep(for: .seconds(1))
      await sim.step()
      sleeper.cancel()
    }
    #expect(log.entries == ["first slept to 1 s", "second cancelled at 1 s"])
  }

  @Test func aWaitInsideAnActorIsCancelled() throws {
    let log = Log()
    try simulate { sim in
      let sleeper = sim.spawn { await Sleeper().sleep(.seconds(5), in: sim, log) }
      try await sim.clock.sleep(for: .seconds(1))
      sleeper.cancel()
    }
    #expect(log.entries == ["actor cancelled at 1 s"])
  }

  @Test func cancellationFromAForeignThreadFails() throws {
    let error = #expect(throws: SimulationError.self) {
      try simulate { sim in
        let sleeper = sim.spawn { try await sim.clock.sleep(for: .seconds(5)) }
        await sim.step()
        ForeignThread.run { sleeper.cancel() }
        try await sim.clock.sleep(for: .seconds(1))
      }
    }
    #expect(error?.code == .foreignCall)
    #expect(error?.description.contains("cancel() was called from a thread outside") == true)
  }
}

private actor Sleeper {
  func sleep(_ duration: Duration, in sim: Simulation, _ log: Log) async {
    do {
      try await sim.clock.sleep(for: duration)
    } catch {
      log.add("actor cancelled at \(sim.clock.now)")
    }
  }
}

private func sleep(
  of name: String, _ duration: Duration, in sim: Simulation, _ log: Log
) async {
  do {
    try await sim.clock.sleep(for: duration)
    log.add("\(name) slept to \(sim.clock.now)")
  } catch {
    log.add("\(name) cancelled at \(sim.clock.now)")
  }
}
