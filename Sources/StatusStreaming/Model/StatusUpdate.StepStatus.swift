extension StatusUpdate {
  /// How the roadmap step of an update is doing.
  public enum StepStatus: String, Sendable, Hashable, CaseIterable {
    /// The step is being executed.
    case running
    /// The step ended well.
    case ok
    /// The step failed.
    case error
  }
}
