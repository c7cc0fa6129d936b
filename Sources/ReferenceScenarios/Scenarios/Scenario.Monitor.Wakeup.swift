extension Scenario.Monitor {
  /// When a monitor that has delivered everything looks again.
  public enum Wakeup: Sendable, Hashable {
    /// After an interval.
    case polling(every: Duration)
    /// As soon as something is appended.
    case onAppend
  }
}
