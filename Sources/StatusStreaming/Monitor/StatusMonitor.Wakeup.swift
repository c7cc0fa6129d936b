extension StatusMonitor {
  /// When a monitor that has delivered everything looks again.
  public enum Wakeup: Sendable, Hashable {
    /// After an interval.
    ///
    /// After a second without news, looks at which nothing could be found are left out. An interval
    /// below a microsecond counts as a millisecond; at one of a century and more, the monitor looks
    /// once, and again only when a heartbeat or the end of a silent trace is due.
    case polling(every: Duration)
    /// As soon as something is appended.
    case onAppend
  }
}
