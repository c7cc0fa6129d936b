import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Times of events")
struct BufferTimeTests {
  @Test("count from the opening of the trace, on the buffer's clock")
  func origin() throws {
    let times = try simulate { sim in
      let buffer = StatusBuffer(configuration: .init(capacity: 2), clock: sim.clock)
      try await sim.clock.sleep(for: .seconds(7))
      try buffer.open("a")
      let publisher = try buffer.publisher(for: "a")
      let updates = (1...3).map { StatusUpdate.thinking("\($0)") }
      try await publish(updates, by: publisher, every: .milliseconds(3), on: sim.clock)
      try await sim.clock.sleep(for: .nanoseconds(1))
      try buffer.finish("a", with: .failed(message: "end"))
      return try buffer.events(of: "a", after: .zero, limit: .max).map(\.time)
    }
    #expect(
      times == [
        .milliseconds(6), .milliseconds(6), .milliseconds(9), .nanoseconds(9_000_001),
      ])
  }

  @Test("can be those of a clock that asks the buffer itself")
  func inquisitiveClock() throws {
    let clock = InquisitiveClock()
    let buffer = StatusBuffer(
      configuration: .init(abandonAfter: .seconds(10)), clock: clock)
    try buffer.open("a")
    clock.ask { [weak buffer] in
      _ = try? buffer?.events(of: "a", after: .zero, limit: .max)
    }
    try buffer.append(.thinking("1"), to: "a")
    clock.advance(by: .seconds(11))
    let events = try buffer.events(of: "a", after: 1, limit: .max)
    #expect(events.map(\.payload) == [.failed(message: "abandoned")])
    #expect(events.map(\.time) == [.seconds(11)])
  }

  @Test("are those of the system's clock unless another one is given")
  func systemClock() async throws {
    let buffer = StatusBuffer()
    let clock = ContinuousClock()
    let beforeOpening = clock.now
    try buffer.open("a")
    let afterOpening = clock.now
    for number in 1...3 {
      try await clock.sleep(for: .milliseconds(5))
      let before = clock.now
      try buffer.append(.step(number, .running), to: "a")
      let after = clock.now
      let events = try buffer.events(of: "a", after: .zero, limit: .max)
      let time = try #require(events.last).time
      #expect(time >= afterOpening.duration(to: before))
      #expect(time <= beforeOpening.duration(to: after))
    }
  }

  private func publish(
    _ updates: [StatusUpdate], by publisher: StatusPublisher, every interval: Duration,
    on clock: VirtualClock
  ) async throws {
    for update in updates {
      try await clock.sleep(for: interval)
      try publisher.publish(update)
    }
  }
}
