extension StatusMonitor {
  /// When a monitor that has delivered everything looks again.
  public enum Wakeup: Sendable, Hashable {
    /// After an interval.
    ///
    /// After a second without news, looks at which nothing could be found are left out.
    case polling(every: Duration)
    /// As soon as something is appended.
    case onAppend
  }
}
