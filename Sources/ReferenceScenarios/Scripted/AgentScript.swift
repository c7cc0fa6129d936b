public import StatusStreaming

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
