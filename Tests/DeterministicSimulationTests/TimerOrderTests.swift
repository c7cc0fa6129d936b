import DeterministicSimulation
import Testing

/// Sleeps whose timers are cleared out together, since too many have been cancelled.
@Suite struct TimerOrderTests {
  @Test(arguments: [2, 3, 4, 10])
  func cancellingMostSleepsKeepsTheOrderOfTheRest(kept: Int) throws {
    let log = Log()
    try simulate { sim in
      // Every length from 1 to 400, in an order of their own, so that the timers stand crosswise.
      let lengths = (1...400).map { $0 * 211 % 401 }
      let sleepers = lengths.map { length in
        sim.spawn("sleeper") {
          guard (try? await sim.clock.sleep(for: .seconds(length))) != nil else { return }
          log.add("\(length) at \(sim.clock.now)")
        }
      }
      try await sim.clock.sleep(for: .milliseconds(1))
      for (sleeper, length) in zip(sleepers, lengths) where length % kept != 0 {
        sleeper.cancel()
      }
    }
    #expect(
      log.entries
        == stride(from: kept, through: 400, by: kept).map { "\($0) at \($0) s" })
  }

  @Test func sleepsToOneInstantEndInTheOrderInWhichTheyBegan() throws {
    let log = Log()
    try simulate { sim in
      let sleepers = (1...200).map { number in
        sim.spawn("sleeper") {
          guard (try? await sim.clock.sleep(for: .seconds(5))) != nil else { return }
          log.add("\(number)")
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      for (index, sleeper) in sleepers.enumerated() where index % 3 != 0 { sleeper.cancel() }
    }
    #expect(log.entries == stride(from: 1, through: 200, by: 3).map { "\($0)" })
  }
}
