public import StatusStreaming

/// Something that answers a query and says meanwhile what it is doing.
///
/// An agent knows nothing of viewers, and all its waiting goes through a clock that it was given, so
/// the same agent runs in real and in virtual time:
///
/// <!-- example in AgentExample -->
/// ```swift
/// try await buffer.withTrace("run-1") { publisher in
///   try await agent.run(query: "Analyze the deployment logs", publishing: publisher)
/// }
/// ```
public protocol Agent: Sendable {
  /// Works on a query until there is an answer.
  ///
  /// No task is left behind when it returns or throws.
  ///
  /// - Parameters:
  ///   - query: what is asked, as the user wrote it.
  ///   - publisher: where the updates go.
  /// - Throws: `StatusFailure` if there is no answer, for a reason that viewers may read;
  ///   `CancellationError` if the task is cancelled; what the publisher throws.
  func run(query: String, publishing publisher: StatusPublisher) async throws -> FinalAnswer
}
