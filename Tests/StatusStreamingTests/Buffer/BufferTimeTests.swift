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
      for _ in 1...3 {
        try await sim.clock.sleep(for: .milliseconds(3))
        try buffer.append(.thinking("x"), to: "a")
      }
      try await sim.clock.sleep(for: .nanoseconds(1))
      try buffer.finish("a", with: .failed(message: "end"))
      return try buffer.events(of: "a", after: .zero, limit: .max).map(\.time)
    }
    #expect(
      times == [
        .milliseconds(6), .milliseconds(6), .milliseconds(9), .nanoseconds(9_000_001),
      ])
  }
}
