extension StatusUpdate {
  /// How an agent is doing.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// The agent is reasoning or planning.
    case thinking
    /// An operation went well.
    case ok
    /// An operation failed.
    case error
  }
}
