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
  /// A script that ends with a cancellation is for agents that are cancelled: what is left of the
  /// run is to wait for it.
  ///
  /// - Throws: `StatusFailure` if the script ends in one, or with the reason of a cancellation.
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
    case .cancelled(let reason):
      do {
        while true { try await clock.sleep(for: .seconds(3600)) }
      } catch {
        throw Task.isCancelled ? StatusFailure(reason) : error
      }
    }
  }
}

/// What an agent is to say, and when.
public struct AgentScript: Sendable, Hashable {
  /// What is said, in order.
  public var lines: [Line]
  /// How the run ends, directly after the last line.
  public var outcome: TraceOutcome

  /// Writes a script.
  public init(_ lines: [Line], outcome: TraceOutcome) {
    self.lines = lines
    self.outcome = outcome
  }
}

extension AgentScript {
  /// Updates that are published at one instant.
  public struct Line: Sendable, Hashable {
    /// How long the agent is silent before.
    public var pause: Duration
    /// What it says then.
    public var updates: [StatusUpdate]

    /// Says something after a pause.
    public init(after pause: Duration = .zero, _ updates: [StatusUpdate]) {
      self.pause = pause
      self.updates = updates
    }
  }
}
