import ReferenceScenarios
import StatusStreaming

/// An agent that is a function of its test.
struct ClosureAgent: Agent {
  private let body: @Sendable (String, StatusPublisher) async throws -> FinalAnswer

  init(_ body: @escaping @Sendable (String, StatusPublisher) async throws -> FinalAnswer) {
    self.body = body
  }

  func run(query: String, publishing publisher: StatusPublisher) async throws -> FinalAnswer {
    try await body(query, publisher)
  }
}
