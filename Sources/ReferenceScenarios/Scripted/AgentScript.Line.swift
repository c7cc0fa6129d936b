public import StatusStreaming

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
