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
  }

  @Test("takes the cancellation of an inner task for a failure")
  func strayCancellation() async throws {
    #expect(
      try await ending { _ in throw CancellationError() } == .failed(message: "agent failed"))
    let inner = try await ending { _ in
      let inner = Task { try await Task.sleep(for: .seconds(60)) }
      inner.cancel()
      try await inner.value
      return FinalAnswer(text: "42")
    }
    #expect(inner == .failed(message: "agent failed"))
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

  /// What is told of a body that is cancelled while it sleeps, and of the error of its sleep.
  private func endingWhenCancelled(
    _ answering: @escaping @Sendable (any Error) throws -> FinalAnswer
  ) throws -> [StreamEvent.Payload] {
    try simulate { sim in
      let buffer = StatusBuffer(clock: sim.clock)
      let agent = sim.spawn("agent") {
        try await buffer.withTrace("a") { _ in
          do {
            try await sim.clock.sleep(for: .seconds(10))
            return FinalAnswer(text: "late")
          } catch {
            return try answering(error)
          }
        }
      }
      try await sim.clock.sleep(for: .seconds(1))
      agent.cancel()
      _ = try? await agent.value
      return try buffer.events(of: "a", after: .zero, limit: .max).map(\.payload)
    }
  }

  @Test("finishes it as cancelled when its task is cancelled in the middle, whatever is thrown")
  func cancelled() throws {
    #expect(try endingWhenCancelled { throw $0 } == [.cancelled(reason: "agent cancelled")])
    // What an HTTP client throws.
    let own = try endingWhenCancelled { _ in throw Secret() }
    #expect(own == [.cancelled(reason: "agent cancelled")])
    let told = try endingWhenCancelled { _ in throw StatusFailure("Stopped at step 3") }
    #expect(told == [.cancelled(reason: "Stopped at step 3")])
  }

  @Test("is complete when the body returns although it was cancelled")
  func completeAfterCancellation() throws {
    let answer = FinalAnswer(text: "What there is")
    #expect(try endingWhenCancelled { _ in answer } == [.complete(answer)])
  }

  @Test("keeps a cancellation as the last event, to be resumed at and nothing beyond it")
  func cancelledTraceIsRetained() throws {
    let buffer = StatusBuffer()
    try buffer.open("a")
    try buffer.append(.thinking("x"), to: "a")
    #expect(try buffer.finish("a", with: .cancelled(reason: "the user")) == 2)
    let late = #expect(throws: BufferError.self) { try buffer.append(.thinking("y"), to: "a") }
    #expect(late?.code == .traceFinished)
    let second = #expect(throws: BufferError.self) {
      try buffer.finish("a", with: .complete(FinalAnswer(text: "")))
    }
    #expect(second?.code == .traceFinished)
    let rest = try buffer.events(of: "a", after: 1, limit: .max)
    #expect(rest.map(\.payload) == [.cancelled(reason: "the user")] && rest[0].sequence == 2)
    #expect(try buffer.events(of: "a", after: 2, limit: .max).isEmpty)
    let ahead = #expect(throws: BufferError.self) { try buffer.events(of: "a", after: 3, limit: 1) }
    #expect(ahead?.code == .cursorAhead)
  }
}
