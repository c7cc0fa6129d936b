public import StatusStreaming

/// An agent that does no work and says what is written in a script, whatever the query.
public struct ScriptedAgent<C: Clock>: Agent where C.Duration == Duration {
  /// What all waiting goes through.
  public let clock: C
  /// What to say, and when.
  public let script: AgentScript

  /// Makes an agent for a script.
  public init(_ script: AgentScript, clock: C = ContinuousClock()) {
    self.script = script
    self.clock = clock
  }

  /// Says one line after the other.
  ///
  /// - Throws: `StatusFailure` if the script ends in one.
  public func run(
    query: String, publishing publisher: StatusPublisher
  ) async throws -> FinalAnswer {
    for line in script.lines {
      try await clock.wait(for: line.pause)
      for update in line.updates { try publisher.publish(update) }
    }
    switch script.outcome {
    case .complete(let answer): return answer
    case .failed(let message): throw StatusFailure(message)
    }
  }
}
