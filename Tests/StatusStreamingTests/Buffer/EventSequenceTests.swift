import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Events as a sequence")
struct EventSequenceTests {
  @Test("hand out nothing after a cancellation, whatever is at hand")
  func cancellation() throws {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      try buffer.open("a")
      for number in 1...3 { _ = try buffer.append(.thinking("\(number)"), to: "a") }
      let reader = sim.spawn("reader") { () async throws -> [StreamEvent] in
        var events = buffer.events(of: "a").makeAsyncIterator()
        _ = try await events.next()
        try? await sim.clock.sleep(for: .seconds(1))
        return [try await events.next()].compactMap { $0 }
      }
      await sim.step()
      reader.cancel()
      await #expect(throws: CancellationError.self) { try await reader.value }
    }
  }
}
