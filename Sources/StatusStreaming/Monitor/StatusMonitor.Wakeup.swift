extension StatusMonitor {
  /// When a monitor that has delivered everything looks again.
  public struct Wakeup: Sendable {
    typealias Wait = @Sendable (Buffer, TraceID, Cursor) async throws -> Void

    /// The time from one look to the next; `nil` if the buffer wakes the monitor.
    public let interval: Duration?
    /// Waits for events after a cursor; `nil` if the buffer is polled.
    let wait: Wait?

    /// After an interval.
    ///
    /// After a second without news of a ``StatusBuffer``, looks at which nothing could be found are
    /// left out. An interval below a microsecond counts as a millisecond; at one of a century and
    /// more, the monitor looks once, and again only when a heartbeat or the end of a silent trace is
    /// due.
    public static func polling(every interval: Duration) -> Wakeup {
      Wakeup(interval: interval, wait: nil)
    }
  }
}

extension StatusMonitor.Wakeup where Buffer: StatusWaking {
  /// As soon as something is appended.
  public static var onAppend: Self {
    Self(interval: nil) { buffer, trace, cursor in
      try await buffer.awaitEvents(of: trace, after: cursor)
    }
  }
}
