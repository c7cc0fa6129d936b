import DeterministicSimulation
import Testing

/// The end of a channel reaches those who wait on either side, and at once.
@Suite struct ChannelEndTests {
  @Test func itWakesAllWhoSend() throws {
    let log = Log()
    try simulate { sim in
      let channel = sim.channel("channel", of: Int.self, capacity: 1)
      for number in 1...4 {
        sim.spawn("sender \(number)") {
          try await channel.send(number)
          log.add("\(number) at \(sim.clock.now)")
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      channel.finish()
      try await sim.clock.sleep(for: .seconds(1))
      #expect(try await channel.receive() == 1)
      #expect(try await channel.receive() == nil)
    }
    #expect(log.entries == ["1 at 0 s", "2 at 1 s", "3 at 1 s", "4 at 1 s"])
  }

  @Test func itWakesAllWhoReceive() throws {
    let log = Log()
    try simulate { sim in
      let channel = sim.channel("channel", of: Int.self)
      for number in 1...3 {
        sim.spawn("receiver \(number)") {
          let element = try await channel.receive()
          log.add("\(number): \(element.map { "\($0)" } ?? "the end") at \(sim.clock.now)")
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      try await channel.send(7)
      try await sim.clock.sleep(for: .seconds(1))
      channel.finish()
    }
    #expect(log.entries == ["1: 7 at 1 s", "2: the end at 2 s", "3: the end at 2 s"])
  }
}
