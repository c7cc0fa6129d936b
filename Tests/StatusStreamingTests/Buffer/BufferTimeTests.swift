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
