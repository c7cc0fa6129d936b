import DeterministicSimulation
import StatusStreaming
import Testing

@Suite("Running an agent in a trace")
struct BufferTracingTests {
  private struct Secret: Error {}

  private func ending(
    of body: @escaping (StatusPublisher) async throws -> FinalAnswer
  ) async throws -> StreamEvent.Payload? {
    let buffer = StatusBuffer()
    _ = try? await buffer.withTrace("a") { publisher in
      try publisher.publish(.thinking("x"))
      return try await body(publisher)
    }
    let events = try buffer.events(of: "a", after: .zero, limit: .max)
    #expect(events.count == 2)
    return events.last?.payload
  }

  @Test("finishes it with the answer")
  func answer() async throws {
    let buffer = StatusBuffer()
    let answer = try await buffer.withTrace("a") { _ in FinalAnswer(text: "42") }
    #expect(answer.text == "42")
    let events = try buffer.events(of: "a", after: .zero, limit: .max)
    #expect(events.map(\.payload) == [.complete(answer)])
  }

  @Test("tells clients the message of a status failure and of no other error")
  func failures() async throws {
    #expect(
      try await ending { _ in throw StatusFailure("out of budget") }
        == .failed(message: "out of budget"))
    #expect(try await ending { _ in throw Secret() } == .failed(message: "agent failed"))
    #expect(try await ending { _ in throw CancellationError() } == .failed(message: "cancelled"))
  }

  @Test("rethrows what the body throws")
  func thrownError() async {
    await #expect(throws: Secret.self) {
      try await StatusBuffer().withTrace("a") { _ in throw Secret() }
    }
  }

  @Test("does not run the body if the trace can't be opened")
  func notOpened() async throws {
    let buffer = StatusBuffer()
    try buffer.open("a")
    let error = await #expect(throws: BufferError.self) {
      try await buffer.withTrace("a") { _ in
        Issue.record("the body ran")
        return FinalAnswer(text: "")
      }
    }
    #expect(error?.code == .traceExists)
    #expect(try buffer.events(of: "a", after: .zero, limit: 1).isEmpty)
  }

  @Test("lets an outcome stand that came first")
  func concludedBefore() async throws {
    let buffer = StatusBuffer()
    let answer = try await buffer.withTrace("a") { _ in
      try buffer.finish("a", with: .failed(message: "shut down"))
      return FinalAnswer(text: "42")
    }
    #expect(answer.text == "42")
    let events = try buffer.events(of: "a", after: .zero, limit: .max)
    #expect(events.map(\.payload) == [.failed(message: "shut down")])
  }

  @Test("finishes it as cancelled when its task is cancelled in the middle")
  func cancelled() throws {
    let payload = try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let agent = sim.spawn("agent") {
        try await buffer.withTrace("a") { _ in
          try await sim.clock.sleep(for: .seconds(10))
          return FinalAnswer(text: "42")
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      agent.cancel()
      _ = try? await agent.value
      return try buffer.events(of: "a", after: .zero, limit: .max).map(\.payload)
    }
    #expect(payload == [.failed(message: "cancelled")])
  }
}
